import type { BounceClass } from '../../delivery/reply-classes/reply-class.ts';

/** Providers that tell by webhook. */
export const providerNames = ['ses', 'sendgrid', 'mailgun', 'postmark', 'sparkpost', 'postal'] as const;

export type ProviderName = (typeof providerNames)[number];

/** The ways in: a relay's reply, a mail to a bounce address, a saved mail, a provider's webhook. */
export type FeedbackSource = 'reply' | 'report' | 'file' | ProviderName;

export const feedbackKinds = ['bounce', 'complaint', 'unsubscribe'] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

/** What tells whose mail it was. The first of these that is there decides; the recipient counts only where told. */
export type FeedbackHints = {
  /** Known already, because it is a refusal that we heard ourselves. */
  readonly deliveryId?: number | undefined;
  /** The address a report came to. One in the form of a bounce address has to be true: a forged one ends the search. */
  readonly envelopeTo?: string | undefined;
  /** What a report says of the mail it is about. */
  readonly returnPath?: string | undefined;
  readonly messageId?: string | undefined;
  readonly recipient?: string | undefined;
  /** The source has proved who it is, so that a recipient of ours is enough. */
  readonly isRecipientEnough?: boolean | undefined;
};

/** A mail or a webhook's event as it came. */
export type FeedbackEvidence =
  { readonly kind: 'kept'; readonly id: number } | { readonly kind: 'new'; readonly bytes: Uint8Array };

/** One thing that came back, whichever way. */
export type FeedbackEvent = {
  readonly kind: FeedbackKind;
  readonly source: FeedbackSource;
  /** Unique in its source: the same event again changes nothing. */
  readonly sourceId: string;
  readonly about: FeedbackHints;
  /** Of a bounce: what the refusal is about. Null for complaints and goodbyes. */
  readonly class: BounceClass | null;
  /** The enhanced status code (RFC 3463). */
  readonly status: string | null;
  /** What the other side said, on one line; of a complaint its type. */
  readonly diagnostic: string;
  readonly happenedAt: Date;
  readonly evidence?: FeedbackEvidence | undefined;
  /** A single-use signature that this event uses up. */
  readonly usesToken?: string | undefined;
};

export type FeedbackEffect = 'noted' | 'strike' | 'suppressed' | 'kept back before' | 'lifted since';

export type FeedbackOutcome =
  | { readonly kind: 'taken'; readonly effect: FeedbackEffect; readonly address: string }
  /** This very event was taken before. */
  | { readonly kind: 'known' }
  /** It came to a bounce address that is not ours, or used a signature twice: nothing is kept. */
  | { readonly kind: 'forged' }
  /** About no mail of ours, or about one of long ago. */
  | { readonly kind: 'not-ours' };
