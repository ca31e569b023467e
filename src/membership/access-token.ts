import { z } from 'zod';
import type { KeyRing } from '../platform/key-ring.ts';
import { readSealedToken, sealToken } from '../platform/signed-token.ts';

const purpose = 'access';
const shape = z.object({ subscriberId: z.number() });

export const accessTokenMinutes = 60;

/** A token that stands for a reader when the paper's own website asks what they may see. Nobody can read who it is. */
export function signAccessToken(
  keys: KeyRing,
  subscriberId: number,
  now: Date,
): { token: string; expiresAt: Date } {
  const expiresAt = new Date(now.getTime() + accessTokenMinutes * 60_000);
  return { token: sealToken(keys, purpose, { subscriberId }, expiresAt), expiresAt };
}

/** The subscriber's id behind a token; null when it was altered or is too old. */
export function readAccessToken(keys: KeyRing, token: string, now: Date): number | null {
  const facts = shape.safeParse(readSealedToken(keys, purpose, token, now));
  return facts.success ? facts.data.subscriberId : null;
}
