import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** As many tags a reader may have. */
export const mostTags = 50;

export type Attributes = {
  readonly tags: readonly string[];
  /** Values by the slug of their custom field. */
  readonly fields: Readonly<Record<string, string>>;
};

/** What the newsroom notes about a reader. */
export async function readAttributes(db: Db, subscriberId: number): Promise<Attributes> {
  const { rows } = await sql<Attributes>`
    select tags, fields from subscriber where id = ${subscriberId}
  `.execute(db);
  return rows[0] ?? { tags: [], fields: {} };
}

/** False when nothing is changed by it. */
export async function setTags(tx: Db, subscriberId: number, tags: readonly string[]): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subscriber set tags = ${[...tags]}::text[]
    where id = ${subscriberId} and erased_at is null and tags <> ${[...tags]}::text[]
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Sets the values of these fields and takes out the ones that are null; others stay. False when nothing is changed by it. */
export async function setFields(
  tx: Db,
  subscriberId: number,
  values: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with wanted as (
      select jsonb_strip_nulls(fields || ${JSON.stringify(values)}::jsonb) as fields
      from subscriber where id = ${subscriberId} for update
    )
    update subscriber set fields = wanted.fields from wanted
    where id = ${subscriberId} and erased_at is null and subscriber.fields <> wanted.fields
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Tags of the readers who came last: enough to suggest, and quick however many there are. */
export async function listRecentTags(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ tag: string }>`
    select distinct tag from (select tags from subscriber order by id desc limit 5000) as recent, unnest(tags) as tag
    order by tag limit 200
  `.execute(db);
  return rows.map(({ tag }) => tag);
}

/** Adds a tag to many readers; gives the ids of those who had not got it. */
export async function addTagTo(tx: Db, ids: readonly number[], tag: string): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    update subscriber set tags = tags || ${tag}::text
    where id = any (${[...ids]}::bigint[]) and erased_at is null and not tags @> array[${tag}]::text[]
      and cardinality(tags) < ${mostTags}::integer
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Takes a tag from many readers; gives the ids of those who had it. */
export async function removeTagFrom(tx: Db, ids: readonly number[], tag: string): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    update subscriber set tags = array_remove(tags, ${tag}::text)
    where id = any (${[...ids]}::bigint[]) and tags @> array[${tag}]::text[]
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}
