import { sql } from 'kysely';
import type { Look } from '../../newsletters/look.ts';
import type { Rhythm } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import type { EditionBlock } from '../edition-block.ts';
import type { SubjectTest } from '../subject-test/subject-test.ts';

export type Edition = {
  readonly id: number;
  readonly publicId: string;
  readonly newsletterId: number;
  /** Of an automatic one: it goes to the readers who chose this rhythm. Null: made by hand, for all readers. */
  readonly rhythm: Rhythm | null;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly EditionBlock[];
  /** A second subject for some of the readers; null: none. */
  readonly subjectTest: SubjectTest | null;
  readonly version: number;
  readonly mailingId: number | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  /** When its undo window or its quiet hours end, or ended; null for a draft. */
  readonly leavesAt: Date | null;
  /** Since when a released one is being corrected, while its mailing is paused. */
  readonly correctingSince: Date | null;
  /** Who wrote the text as it stands; null: it was built by itself, and nobody changed it. */
  readonly textBy: string | null;
  /** The same as a number, where it was a member of staff. */
  readonly textById: number | null;
  readonly handedInBy: string | null;
  readonly handedInById: number | null;
  readonly handedInAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly approvedVersion: number | null;
  /** A hash of what was approved. */
  readonly approvedText: string | null;
  /** Why it came back from its release by itself; null for any other draft. */
  readonly takenBack: string | null;
  /** The look it was released with; null for a draft. */
  readonly look: Look | null;
  /** The version of the newsletter's own template it was released with; null for a draft, and with the standard template. */
  readonly templateVersion: number | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

const columns = sql`
  edition.id, edition.public_id as "publicId", edition.newsletter_id as "newsletterId", edition.rhythm,
  edition.subject, edition.preheader, edition.blocks, edition.subject_test as "subjectTest", edition.version, edition.mailing_id as "mailingId", edition.released_by as "releasedBy",
  edition.released_at as "releasedAt",
  (select mailing.release_at from mailing where mailing.id = edition.mailing_id) as "leavesAt", edition.correcting_since as "correctingSince", edition.look, edition.template_version as "templateVersion",
  edition.taken_back as "takenBack", edition.created_by as "createdBy",
  edition.text_by as "textBy", edition.text_by_id as "textById", edition.handed_in_by as "handedInBy",
  edition.handed_in_by_id as "handedInById", edition.handed_in_at as "handedInAt", edition.approved_by as "approvedBy",
  edition.approved_at as "approvedAt", edition.approved_version as "approvedVersion", edition.approved_text as "approvedText",
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

/** Who writes: a member of staff, or a key or the command line, which have no number. */
export type Author = { readonly name: string; readonly staffId: number | null };

export type NewEdition = Pick<
  Edition,
  'publicId' | 'newsletterId' | 'subject' | 'preheader' | 'blocks' | 'createdBy'
> & {
  readonly rhythm?: Rhythm;
  readonly subjectTest?: SubjectTest | null;
  /** Who wrote it; absent: nobody. */
  readonly author?: Author;
};

const json = (value: unknown) => sql`${value == null ? null : JSON.stringify(value)}::jsonb`;

export async function insertEdition(tx: Db, edition: NewEdition): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into edition (public_id, newsletter_id, rhythm, subject, preheader, blocks, subject_test, created_by, text_by, text_by_id)
    values (${edition.publicId}, ${edition.newsletterId}, ${edition.rhythm ?? null}, ${edition.subject},
      ${edition.preheader}, ${json(edition.blocks)}, ${json(edition.subjectTest)}, ${edition.createdBy}, ${edition.author?.name ?? null},
      ${edition.author?.staffId ?? null})
    returning id
  `.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the edition was not added');
  return id;
}

export type EditionText = Pick<Edition, 'subject' | 'preheader' | 'blocks'> & {
  /** Absent: none. */
  readonly subjectTest?: SubjectTest | null | undefined;
};

/** Saves a draft if its version is still the one the editor saw; null otherwise. No approval outlives a change. */
export async function updateDraft(
  tx: Db,
  publicId: string,
  version: number,
  edition: EditionText,
  by: Author,
): Promise<{ id: number; version: number; updatedAt: Date } | null> {
  const { rows } = await sql<{ id: number; version: number; updatedAt: Date }>`
    update edition set subject = ${edition.subject}, preheader = ${edition.preheader},
      blocks = ${json(edition.blocks)}, subject_test = ${json(edition.subjectTest)}, version = version + 1, updated_at = now(),
      text_by = ${by.name}, text_by_id = ${by.staffId}, handed_in_by = null, handed_in_by_id = null, handed_in_at = null,
      approved_by = null, approved_at = null, approved_version = null, approved_text = null
    where public_id = ${publicId} and version = ${version} and (mailing_id is null or correcting_since is not null)
    returning id, version, updated_at as "updatedAt"
  `.execute(tx);
  return rows[0] ?? null;
}

/** Gives an automatic edition that nobody touched another text: it goes on being nobody's. */
export async function rewriteBuilt(tx: Db, id: number, text: EditionText): Promise<void> {
  await sql`
    update edition set subject = ${text.subject}, preheader = ${text.preheader}, blocks = ${JSON.stringify(text.blocks)}::jsonb,
      version = version + 1, updated_at = now()
    where id = ${id} and mailing_id is null
  `.execute(tx);
}

/** Which stories an edition carries, kept beside its blocks so that others can ask for it. */
export async function setEditionArticles(tx: Db, editionId: number, slugs: readonly string[]): Promise<void> {
  await sql`delete from edition_article where edition_id = ${editionId}`.execute(tx);
  await sql`
    insert into edition_article (edition_id, article_id)
    select ${editionId}, id from article where slug = any (${[...slugs]}::text[])
      or id in (select article_id from article_address where slug = any (${[...slugs]}::text[]))
    on conflict do nothing
  `.execute(tx);
}
