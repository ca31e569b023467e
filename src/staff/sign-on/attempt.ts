import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';

const minutes = 10;
const purpose = 'sign-on under way';

const shape = z.object({
  checks: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  /** Where to go afterwards, inside the admin. */
  next: z.string(),
  /** The public id of whoever links their account; null for a sign-in. */
  linksFor: z.string().nullable(),
});
export type Attempt = z.infer<typeof shape>;

/** Carries what a way to the provider began with through the browser, for ten minutes. */
export const sealAttempt = (keys: KeyRing, attempt: Attempt, now: Date): string =>
  sealToken(keys, purpose, attempt, new Date(now.getTime() + minutes * 60_000));

/** What this browser began, once; null for a foreign, an old and a used one. */
export async function takeAttempt(
  db: Db,
  keys: KeyRing,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<Attempt | null> {
  const read = shape.safeParse(readSealedToken(keys, purpose, token, now));
  if (!read.success) return null;
  const { numAffectedRows } = await sql`
    insert into staff_used_challenge (challenge) values (${read.data.checks.state}) on conflict do nothing
  `.execute(db);
  return numAffectedRows === 1n ? read.data : null;
}
