import { sql } from 'kysely';
import type { Rhythm } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import type { EditionBlock } from '../edition-block.ts';

export type Edition = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletterId: number;
  /** Of an automatic one: it goes to the readers who chose this rhythm. Null: made by hand, for all readers. */
  readonly rhythm: Rhythm | null;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly EditionBlock[];
  readonly version: number;
  readonly mailingId: number | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  /** Since when a released one is being corrected, while its mailing is paused. */
  readonly correctingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const columns = sql`
  edition.id, edition.public_id as "publicId", edition.newsletter_id as "newsletterId", edition.rhythm,
  edition.subject, edition.preheader, edition.blocks, edition.version, edition.mailing_id as "mailingId", edition.released_by as "releasedBy",
  edition.released_at as "releasedAt", edition.correcting_since as "correctingSince", edition.created_by as "createdBy",
  edition.created_at as "createdAt", edition.updated_at as "updatedAt"
`;

export async function findEditionBy(
  db: Db,
  by: { readonly publicId: string } | { readonly mailingId: number },
  { forUpdate = false } = {},
): Promise<Edition | null> {
  const where = 'publicId' in by ? sql`public_id = ${by.publicId}` : sql`mailing_id = ${by.mailingId}`;
  const lock = forUpdate ? sql`for update` : sql``;
  const { rows } = await sql<Edition>`select ${columns} from edition where ${where} ${lock}`.execute(db);
  return rows[0] ?? null;
}

export type NewEdition = Pick<
  Edition,
  'publicId' | 'newsletterId' | 'subject' | 'preheader' | 'blocks' | 'createdBy'
> & { readonly rhythm?: Rhythm };

export async function insertEdition(tx: Db, edition: NewEdition): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into edition (public_id, newsletter_id, rhythm, subject, preheader, blocks, created_by)
    values (${edition.publicId}, ${edition.newsletterId}, ${edition.rhythm ?? null}, ${edition.subject},
      ${edition.preheader}, ${JSON.stringify(edition.blocks)}::jsonb, ${edition.createdBy})
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the edition was not added');
  return id;
}

export type EditionText = Pick<Edition, 'subject' | 'preheader' | 'blocks'>;

/** Saves a draft if its version is still the one the editor saw; null otherwise. */
export async function updateDraft(
  tx: Db,
  publicId: string,
  version: number,
  edition: EditionText,
): Promise<{ id: number; version: number; updatedAt: Date } | null> {
  const { rows } = await sql<{ id: number; version: number; updatedAt: Date }>`
    update edition set subject = ${edition.subject}, preheader = ${edition.preheader},
      blocks = ${JSON.stringify(edition.blocks)}::jsonb, version = version + 1, updated_at = now()
    where public_id = ${publicId} and version = ${version} and (mailing_id is null or correcting_since is not null)
    returning id, version, updated_at as "updatedAt"
  `.execute(tx);
  return rows[0] ?? null;
}

/** Which stories an edition carries, kept beside its blocks so that others can ask for it. */
export async function setEditionArticles(tx: Db, editionId: number, slugs: readonly string[]): Promise<void> {
  await sql`delete from edition_article where edition_id = ${editionId}`.execute(tx);
  await sql`
    insert into edition_article (edition_id, article_id)
    select ${editionId}, id from article where slug = any (${[...slugs]}::text[])
    on conflict do nothing
  `.execute(tx);
}
