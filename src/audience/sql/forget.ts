import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

async function countDeleted(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await statement.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Limits look back seven days. Ids grow with time, so the oldest are found by the key. */
export const deleteOldAskedMails = (db: Db, limit: number): Promise<number> =>
  countDeleted(
    db,
    sql`
      delete from asked_mail where id in (select id from asked_mail order by id limit ${limit})
        and sent_at < now() - interval '30 days'
    `,
  );

/** An expired link offers a fresh one for three months; the sign-up itself stays, as proof. */
export const deleteOldSignUpLinks = (db: Db, limit: number): Promise<number> =>
  countDeleted(
    db,
    sql`
      delete from sign_up_link where token_hash in (
        select token_hash from sign_up_link where expires_at < now() - interval '90 days' limit ${limit}
      )
    `,
  );

export const deleteOldSignIns = (db: Db, limit: number): Promise<number> =>
  countDeleted(
    db,
    sql`
      delete from sign_in where id in (select id from sign_in order by id limit ${limit})
        and expires_at < now() - interval '30 days'
    `,
  );

export const deleteOldSessions = (db: Db, limit: number): Promise<number> =>
  countDeleted(
    db,
    sql`
      delete from reader_session where token_hash in (
        select token_hash from reader_session where expires_at < now() - interval '30 days' limit ${limit}
      )
    `,
  );

export const deleteOldAddressChanges = (db: Db, limit: number): Promise<number> =>
  countDeleted(
    db,
    sql`
      delete from address_change where token_hash in (
        select token_hash from address_change where expires_at < now() - interval '30 days' limit ${limit}
      )
    `,
  );
