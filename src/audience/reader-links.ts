import type { KeyRing } from '../platform/key-ring.ts';
import { signToken } from '../platform/signed-token.ts';

/** The labels inside the tokens of links in mails; delivery signs the same pairs for digests. */
export const tokenPurposes = {
  unsubscribe: 'unsubscribe',
  preferences: 'preferences',
  signUp: 'sign-up',
  signIn: 'sign-in',
  offers: 'offers',
} as const;

/** The first number in a preferences token: it belongs to no newsletter. */
export const allNewsletters = 0;

export const preferencesUrl = (keys: KeyRing, publicUrl: string, subscriberId: number): string =>
  `${publicUrl}/preferences/${signToken(keys, tokenPurposes.preferences, [allNewsletters, subscriberId])}`;

export const unsubscribeUrl = (
  keys: KeyRing,
  publicUrl: string,
  newsletterId: number,
  subscriberId: number,
): string =>
  `${publicUrl}/unsubscribe/${signToken(keys, tokenPurposes.unsubscribe, [newsletterId, subscriberId])}`;

/** Leaves the offers of subscriptions, and nothing else. */
export const offersUrl = (keys: KeyRing, publicUrl: string, subscriberId: number): string =>
  `${publicUrl}/offers/${signToken(keys, tokenPurposes.offers, [allNewsletters, subscriberId])}`;
