import type { Address } from './address.ts';
import type { MailSender } from './mail-sender.ts';
import type { SuppressionScope } from './suppressions.ts';

type SingleMailKindFacts = {
  readonly priority: number;
  readonly deadlineSeconds: number;
  /** Which suppressions keep it back; `everything` unless told. */
  readonly scopes?: readonly SuppressionScope[];
};

/** Mail that one event causes for one person, and how it ranks. Codes first, then other answers to what somebody did. */
export const singleMailKinds = {
  confirmation: { priority: 1, deadlineSeconds: 7 * 86_400 },
  'preferences-link': { priority: 1, deadlineSeconds: 86_400 },
  'sign-in': { priority: 1, deadlineSeconds: 600 },
  'new-address': { priority: 1, deadlineSeconds: 3600 },
  'account-notice': { priority: 2, deadlineSeconds: 2 * 86_400 },
  'already-subscribed': { priority: 2, deadlineSeconds: 86_400 },
  gift: { priority: 2, deadlineSeconds: 7 * 86_400 },
  membership: { priority: 2, deadlineSeconds: 3 * 86_400 },
  offer: { priority: 2, deadlineSeconds: 2 * 86_400, scopes: ['everything', 'bulk', 'offers'] },
  question: { priority: 2, deadlineSeconds: 5 * 86_400, scopes: ['everything', 'bulk'] },
  welcome: { priority: 2, deadlineSeconds: 2 * 86_400 },
  'staff-password': { priority: 1, deadlineSeconds: 3600 },
  'staff-invitation': { priority: 2, deadlineSeconds: 7 * 86_400 },
  'staff-notice': { priority: 2, deadlineSeconds: 86_400 },
  test: { priority: 2, deadlineSeconds: 3600 },
} as const satisfies Record<string, SingleMailKindFacts>;

export type SingleMailKind = keyof typeof singleMailKinds;

export const scopesOf = (kind: SingleMailKind): readonly SuppressionScope[] => {
  const facts: SingleMailKindFacts = singleMailKinds[kind];
  return facts.scopes ?? ['everything'];
};

export type SingleMail = {
  readonly kind: SingleMailKind;
  /** Names the occasion: queueing the same kind for the same occasion again adds nothing. */
  readonly onceKey: string;
  readonly to: Address;
  /** Who that is to the caller; opaque here, given back in listings. */
  readonly recipientId?: number | undefined;
  readonly sender: MailSender;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Only for mail one can leave: the List-Id and the one-click address (RFC 2369, RFC 8058). */
  readonly list?: { readonly id: string; readonly name: string; readonly unsubscribeUrl: string } | undefined;
};
