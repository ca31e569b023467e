import { sql } from 'kysely';
import type { Db } from './db.ts';

export type StoredAnswer = { readonly status: number; readonly body: unknown };

export type IdempotentOutcome =
  | { readonly kind: 'answered'; readonly answer: StoredAnswer; readonly isRepeat: boolean }
  /** The same key came with another request. */
  | { readonly kind: 'mismatch' }
  /** The first request with this key is still being worked on. */
  | { readonly kind: 'in-progress' };

/** A claim older than this belongs to a process that died; the request may be tried again. */
const claimMinutes = 5;

/**
 * Does something once for an Idempotency-Key and gives every repetition the stored answer. The row decides between equal
 * requests at the same moment. When `act` throws, the key is free again.
 * @param requestHash tells this request from another one under the same key
 */
export async function runOnce(
  db: Db,
  { actor, key, requestHash }: { readonly actor: string; readonly key: string; readonly requestHash: string },
  act: () => Promise<StoredAnswer>,
): Promise<IdempotentOutcome> {
  const { numAffectedRows } = await sql`
    insert into idempotent_request (actor, idempotency_key, request_hash)
    values (${actor}, ${key}, ${requestHash})
    on conflict (actor, idempotency_key) do update set created_at = now()
      where idempotent_request.answered_at is null and idempotent_request.request_hash = excluded.request_hash
        and idempotent_request.created_at < now() - make_interval(mins => ${claimMinutes})
  `.execute(db);
  if (numAffectedRows !== 1n) return findStored(db, actor, key, requestHash);
  try {
    const answer = await act();
    await sql`
      update idempotent_request set status = ${answer.status}, body = ${JSON.stringify(answer.body)}::jsonb, answered_at = now()
      where actor = ${actor} and idempotency_key = ${key}
    `.execute(db);
    return { kind: 'answered', answer, isRepeat: false };
  } catch (error) {
    await sql`delete from idempotent_request where actor = ${actor} and idempotency_key = ${key}`.execute(db);
    throw error;
  }
}

async function findStored(
  db: Db,
  actor: string,
  key: string,
  requestHash: string,
): Promise<IdempotentOutcome> {
  const { rows } = await sql<{ hash: string; status: number | null; body: unknown }>`
    select request_hash as hash, status, body from idempotent_request
    where actor = ${actor} and idempotency_key = ${key}
  `.execute(db);
  const stored = rows[0];
  if (stored && stored.hash !== requestHash) return { kind: 'mismatch' };
  if (!stored || stored.status === null) return { kind: 'in-progress' };
  return { kind: 'answered', answer: { status: stored.status, body: stored.body }, isRepeat: true };
}

/** Forgets answers older than two days. */
export async function forgetOldRequests(db: Db): Promise<void> {
  await sql`delete from idempotent_request where created_at < now() - interval '2 days'`.execute(db);
}

/** Forgets answers in which this text stands, upper or lower case: for the erasure of a person. */
export async function forgetAnswersAbout(tx: Db, text: string): Promise<void> {
  await sql`
    delete from idempotent_request where strpos(lower(body::text), ${text.toLowerCase()}) > 0
  `.execute(tx);
}
