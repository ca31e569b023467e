import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { likeContaining } from '../platform/like-pattern.ts';

/** What a suppression keeps back: all mail, all bulk mail, offers of subscriptions, or one newsletter. */
export type SuppressionScope = 'everything' | 'bulk' | 'offers' | `newsletter:${number}`;

export type Suppression = {
  readonly id: number;
  readonly scope: string;
  readonly reason: string;
  readonly evidence: string | null;
  readonly createdAt: Date;
};

type NewSuppression = {
  readonly addressKey: string;
  readonly scope: SuppressionScope;
  readonly reason: string;
  readonly evidence?: string | undefined;
};

/** The reason of what the newsroom did without being asked: a goodbye of the reader's own takes its place. */
export const takenOffReason = 'taken off by the newsroom';

/**
 * Keeps an address from being mailed within a scope, from the next window on. Suppressing again changes nothing, but for one
 * thing: what the newsroom may take back becomes what only the reader may.
 */
export async function suppressAddress(tx: Db, suppression: NewSuppression): Promise<void> {
  await sql`
    insert into suppression (address_key, scope, reason, evidence)
    values (${suppression.addressKey}, ${suppression.scope}, ${suppression.reason}, ${suppression.evidence ?? null})
    on conflict (address_key, scope) where lifted_at is null do update
    set reason = excluded.reason, evidence = excluded.evidence where suppression.reason = ${takenOffReason}
  `.execute(tx);
}

/** Ends a suppression of exactly this scope, with the reason; the row stays as history. */
export async function liftSuppression(
  tx: Db,
  { addressKey, scope, because }: { addressKey: string; scope: SuppressionScope; because: string },
): Promise<void> {
  await sql`
    update suppression set lifted_at = now(), lifted_because = ${because}
    where address_key = ${addressKey} and scope = ${scope} and lifted_at is null
  `.execute(tx);
}

/** The suppressions in force for an address, newest first. */
export async function listSuppressionsOf(db: Db, addressKey: string): Promise<readonly Suppression[]> {
  const { rows } = await sql<Suppression>`
    select id, scope, reason, evidence, created_at as "createdAt"
    from suppression where address_key = ${addressKey} and lifted_at is null order by id desc
  `.execute(db);
  return rows;
}

/**
 * Ends one suppression of an address by its number, at a person's word; the row stays as history.
 * @returns its scope; null when it is not in force or stands for another address
 */
export async function liftSuppressionById(
  tx: Db,
  { addressKey, id, because }: { addressKey: string; id: number; because: string },
): Promise<string | null> {
  const { rows } = await sql<{ scope: string }>`
    update suppression set lifted_at = now(), lifted_because = ${because}
    where id = ${id} and address_key = ${addressKey} and lifted_at is null
    returning scope
  `.execute(tx);
  return rows[0]?.scope ?? null;
}

export type SuppressionLine = Suppression & { readonly addressKey: string };

/** Suppressions in force, newest first, from `before` on. */
export async function listSuppressions(
  db: Db,
  query: {
    /** Part of an address. */ readonly search?: string | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly SuppressionLine[]> {
  const pattern = likeContaining(query.search);
  const { rows } = await sql<SuppressionLine>`
    select id, address_key as "addressKey", scope, reason, evidence, created_at as "createdAt"
    from suppression
    where lifted_at is null and (${query.before ?? null}::bigint is null or id < ${query.before ?? null}::bigint)
      and (${pattern}::text is null or address_key like ${pattern})
    order by id desc limit ${query.limit}
  `.execute(db);
  return rows;
}
