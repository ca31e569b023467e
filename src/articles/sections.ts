import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

export type Section = { readonly id: number; readonly slug: string; readonly name: string };

/** The topics of the publication in their order. */
export async function listSections(db: Db): Promise<readonly Section[]> {
  const { rows } = await sql<Section>`select id, slug, name from section order by position, id`.execute(db);
  return rows;
}

export async function findSection(db: Db, slug: string): Promise<Section | null> {
  const { rows } = await sql<Section>`select id, slug, name from section where slug = ${slug}`.execute(db);
  return rows[0] ?? null;
}

/** Adds a section or renames the one with this slug. */
export async function saveSection(
  db: Db,
  section: { slug: string; name: string; position: number },
): Promise<void> {
  await sql`
    insert into section (slug, name, position) values (${section.slug}, ${section.name}, ${section.position})
    on conflict (slug) do update set name = excluded.name, position = excluded.position
  `.execute(db);
}
