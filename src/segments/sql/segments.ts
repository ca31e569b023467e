import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { RuleGroup } from '../rules.ts';

export type SegmentRow = {
  readonly publicId: string;
  readonly name: string;
  /** As they were saved: what they name may be gone since. */
  readonly rules: unknown;
  readonly changedBy: string;
  readonly changedAt: Date;
};

const columns = sql`public_id as "publicId", name, rules, changed_by as "changedBy", changed_at as "changedAt"`;

/** All segments by name. */
export async function listSegmentRows(db: Db): Promise<readonly SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`select ${columns} from segment order by lower(name)`.execute(db);
  return rows;
}

export async function findSegmentRow(db: Db, publicId: string): Promise<SegmentRow | null> {
  const { rows } = await sql<SegmentRow>`
    select ${columns} from segment where public_id = ${publicId}
  `.execute(db);
  return rows[0] ?? null;
}

export type SegmentToSave = {
  readonly publicId: string;
  readonly name: string;
  readonly rules: RuleGroup;
  readonly by: string;
};

/** False when another segment has the name. */
export async function insertSegment(tx: Db, { publicId, name, rules, by }: SegmentToSave): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into segment (public_id, name, rules, created_by, changed_by)
    values (${publicId}, ${name}, ${JSON.stringify(rules)}::jsonb, ${by}, ${by})
    on conflict (lower(name)) do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Says what became of it: `taken` when another segment has the name. */
export async function updateSegment(
  tx: Db,
  { publicId, name, rules, by }: SegmentToSave,
): Promise<'saved' | 'taken' | 'unknown'> {
  const { rows } = await sql<{ isTaken: boolean }>`
    with taken as (
      select exists (select from segment where lower(name) = lower(${name}) and public_id <> ${publicId}) as is_taken
    )
    update segment set
      name = case when is_taken then name else ${name} end,
      rules = case when is_taken then rules else ${JSON.stringify(rules)}::jsonb end,
      changed_by = case when is_taken then changed_by else ${by} end,
      changed_at = case when is_taken then changed_at else now() end
    from taken where public_id = ${publicId}
    returning is_taken as "isTaken"
  `.execute(tx);
  const [row] = rows;
  return row === undefined ? 'unknown' : row.isTaken ? 'taken' : 'saved';
}

/** False when there is none. */
export async function deleteSegmentRow(tx: Db, publicId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from segment where public_id = ${publicId}`.execute(tx);
  return numAffectedRows === 1n;
}
