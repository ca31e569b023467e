import type { MailPublication } from './frame.ts';
import { renderLetter } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';

export type NewAddressMail = {
  readonly publication: MailPublication;
  readonly maskedOldAddress: string;
  readonly confirmUrl: string;
};

/** Asks whoever reads at a new address whether mail may come there. */
export function newAddressMail({
  publication,
  maskedOldAddress,
  confirmUrl,
}: NewAddressMail): Promise<MailTemplate> {
  return renderLetter({
    publication,
    subject: `Your new address at ${publication.name}`,
    preheader: 'One press of a button, and our mail comes here.',
    headline: 'Shall our mail come here?',
    parts: [
      {
        kind: 'paragraph',
        words: `The reader at ${maskedOldAddress} asked for everything from ${publication.name} to come to this address instead.`,
      },
      { kind: 'button', words: 'Yes, this is my address', url: confirmUrl },
      { kind: 'small', words: 'The link is good for an hour.' },
      { kind: 'small', words: 'Not you? Then there is nothing to do. Without your yes nothing changes.' },
    ],
    reason: `You get this because a reader of ${publication.name} gave this address as their new one.`,
  });
}

export type AddressChangedMail = {
  readonly publication: MailPublication;
  readonly maskedAddress: string;
};

/** Tells the old address that mail goes elsewhere from now on. */
export function addressChangedMail({
  publication,
  maskedAddress,
}: AddressChangedMail): Promise<MailTemplate> {
  return renderLetter({
    publication,
    subject: `Our mail goes to another address now`,
    preheader: `From now on it goes to ${maskedAddress}.`,
    headline: 'Your address was changed',
    parts: [
      {
        kind: 'paragraph',
        words: `What came to this address from ${publication.name} goes to ${maskedAddress} from now on. You asked for it, and the new address said yes.`,
      },
      {
        kind: 'paragraph',
        words:
          'Was it not you? Then please write to us at once: an answer to this mail reaches the newsroom.',
      },
    ],
    reason: `You get this once, because this was your address at ${publication.name}.`,
  });
}
