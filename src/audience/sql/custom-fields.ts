import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export const fieldKinds = ['text', 'number', 'date', 'yes or no'] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** Something a newsroom notes about its readers. The slug stays when the name is mended. */
export type CustomField = {
  readonly slug: string;
  readonly name: string;
  readonly kind: FieldKind;
};

/** All custom fields, the oldest first. */
export async function listCustomFields(db: Db): Promise<readonly CustomField[]> {
  const { rows } = await sql<CustomField>`select slug, name, kind from custom_field order by id`.execute(db);
  return rows;
}

/** False when the slug is taken. */
export async function insertCustomField(tx: Db, { slug, name, kind }: CustomField): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into custom_field (slug, name, kind) values (${slug}, ${name}, ${kind}) on conflict (slug) do nothing
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Gives a field another name; false when there is none with this slug. */
export async function renameCustomField(tx: Db, slug: string, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update custom_field set name = ${name} where slug = ${slug}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** How many readers have a value in a field, counted up to a number. */
export async function countWithField(db: Db, slug: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from subscriber where fields <> '{}' and fields ? ${slug} limit ${most}
    ) as counted
  `.execute(db);
  return rows[0]?.n ?? 0;
}

/** Removes a field and its values at all readers; false when there is none with this slug. */
export async function deleteCustomField(tx: Db, slug: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from custom_field where slug = ${slug}`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`
    update subscriber set fields = fields - ${slug}::text where fields <> '{}' and fields ? ${slug}
  `.execute(tx);
  return true;
}
