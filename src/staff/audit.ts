import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

export type AuditAct = {
  /** Who: `Ana Reyes`, `key Website`, `the command line`. */
  readonly actor: string;
  /** What, in plain words: `released an edition`. */
  readonly action: string;
  readonly object?: string | undefined;
  /** Never a secret, never an address: readers appear by id. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
};

export type AuditLine = AuditAct & { readonly id: number; readonly at: Date };

/** Adds a line to the trail, in the transaction of what it tells of. Lines are never changed: a trigger sees to it. */
export async function recordAct(tx: Db, act: AuditAct): Promise<void> {
  await sql`
    insert into audit_entry (actor, action, object, details)
    values (${act.actor}, ${act.action}, ${act.object ?? null}, ${JSON.stringify(act.details ?? {})}::jsonb)
  `.execute(tx);
}

/** The trail of one object, newest first. */
export async function listActsOn(db: Db, object: string, limit = 50): Promise<readonly AuditLine[]> {
  const { rows } = await sql<AuditLine>`
    select id, actor, action, object, details, at from audit_entry
    where object = ${object} order by id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** The whole trail, newest first, from `before` on. */
export async function listActs(
  db: Db,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const { rows } = await sql<AuditLine>`
    select id, actor, action, object, details, at from audit_entry
    where ${before ?? null}::bigint is null or id < ${before ?? null}::bigint
    order by id desc limit ${limit}
  `.execute(db);
  return rows;
}
