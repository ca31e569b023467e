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

/** What a look at the trail is narrowed to. */
export type ActFilter = {
  /** Exactly this actor. */
  readonly who?: string | undefined;
  /** The kind of object: `edition`, `staff`; `none` for acts on nothing that has a name. */
  readonly kind?: string | undefined;
  readonly from?: Date | undefined;
  /** Up to, but not at this moment. */
  readonly to?: Date | undefined;
};

const kindOf = sql`split_part(object, ' ', 1)`;

/** The trail, newest first, from `before` on. */
export async function listActs(
  db: Db,
  {
    before,
    limit,
    who,
    kind,
    from,
    to,
  }: ActFilter & { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const conditions = [
    ...(before === undefined ? [] : [sql`id < ${before}`]),
    ...(who === undefined ? [] : [sql`actor = ${who}`]),
    ...(kind === undefined ? [] : [kind === 'none' ? sql`object is null` : sql`${kindOf} = ${kind}`]),
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
  ];
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const { rows } = await sql<AuditLine>`
    select id, actor, action, object, details, at from audit_entry ${where} order by id desc limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * Everybody who stands in the trail. Goes from one name to the next through the index, so a trail of millions of lines by a
 * dozen people costs a dozen steps.
 */
export async function listActors(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ actor: string }>`
    with recursive each as (
      (select actor from audit_entry order by actor limit 1)
      union all
      select (select actor from audit_entry where actor > each.actor order by actor limit 1) from each
      where each.actor is not null
    )
    select actor from each where actor is not null limit 500
  `.execute(db);
  return rows.map(({ actor }) => actor);
}

/** Every kind of object there is a line about. */
export async function listActKinds(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    with recursive each as (
      (select ${kindOf} as kind from audit_entry where ${kindOf} > '' order by 1 limit 1)
      union all
      select (
        select ${kindOf} from audit_entry where ${kindOf} > each.kind order by ${kindOf} limit 1
      ) from each where each.kind is not null
    )
    select kind from each where kind is not null limit 100
  `.execute(db);
  return rows.map(({ kind }) => kind);
}
