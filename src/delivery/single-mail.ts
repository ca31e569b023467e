import type { Address } from './address.ts';
import type { MailSender } from './mail-sender.ts';

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
  welcome: { priority: 2, deadlineSeconds: 2 * 86_400 },
  'staff-notice': { priority: 2, deadlineSeconds: 86_400 },
  test: { priority: 2, deadlineSeconds: 3600 },
} as const;

export type SingleMailKind = keyof typeof singleMailKinds;

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
