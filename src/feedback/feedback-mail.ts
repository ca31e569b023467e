import type { BounceClass } from '../delivery/reply-classes/reply-class.ts';

export type BouncedRecipient = {
  /** The address that failed; null when the report names none, and only the address it came to says whose mail it was. */
  readonly recipient: string | null;
  /** The address the mail was first sent to, where a forwarding made it another one. */
  readonly originalRecipient: string | null;
  /** The enhanced status code (RFC 3463), such as `5.1.1`. */
  readonly status: string | null;
  readonly class: BounceClass;
  /** True for address-dead and domain-dead alone. */
  readonly hard: boolean;
  /** What the other side said, on one line. */
  readonly reason: string;
};

/** What a report tells about the mail it is about: hints for finding the delivery when the address it came to does not. */
export type OriginalMail = {
  readonly messageId: string | null;
  readonly returnPath: string | null;
  readonly to: readonly string[];
};

/** A mail that came back to a bounce address. */
export type FeedbackMail =
  | {
      readonly kind: 'bounce';
      readonly recipients: readonly BouncedRecipient[];
      readonly original: OriginalMail;
    }
  | {
      readonly kind: 'complaint';
      readonly feedbackType: string;
      /** Often blacked out by the reporter: the original is the better hint. */
      readonly recipients: readonly string[];
      readonly original: OriginalMail;
    }
  /** Somebody is still trying, or passed the mail on: changes nothing. */
  | { readonly kind: 'delay' }
  | { readonly kind: 'auto-reply' }
  | { readonly kind: 'other' };
