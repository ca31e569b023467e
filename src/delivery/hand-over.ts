import type { Reply } from './classify-reply.ts';

/** How the dialogue about one mail ended. */
export type HandOver =
  | { readonly kind: 'accepted'; readonly text: string }
  /** The relay said no (4yz or 5yz); it does not have the mail. */
  | { readonly kind: 'replied'; readonly reply: Reply }
  /** The connection went before the first byte of the body: the relay cannot have the mail. */
  | { readonly kind: 'lost-before-body'; readonly text: string }
  /** The body may have been handed over and no answer came: nobody can know. */
  | { readonly kind: 'lost-after-body'; readonly text: string }
  /** Our own refusal before a byte was sent: the address needs SMTPUTF8, or the mail is larger than the relay takes. */
  | { readonly kind: 'not-offered'; readonly reply: Reply };

export type Envelope = { readonly from: string; readonly to: string };
