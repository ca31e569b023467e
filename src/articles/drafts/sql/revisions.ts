import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { StoryContent } from '../story-content.ts';
import type { RevisionKind } from './drafts.ts';

/** How a draft stood after a save. */
export type Revision = {
  readonly version: number;
  readonly content: StoryContent;
  readonly kind: RevisionKind;
  readonly savedBy: string;
  readonly savedAt: Date;
};

export type NewRevision = Pick<Revision, 'version' | 'content' | 'kind' | 'savedBy'> & {
  readonly draftId: number;
};

export async function insertRevision(tx: Db, revision: NewRevision): Promise<void> {
  await sql`
    insert into story_revision (draft_id, version, content, kind, saved_by)
    values (${revision.draftId}, ${revision.version}, ${JSON.stringify(revision.content)}::jsonb, ${revision.kind},
      ${revision.savedBy})
  `.execute(tx);
}

/** What one person types in ten minutes without pressing anything is one revision, not hundreds. */
const sameSitting = sql`interval '10 minutes'`;

/** Writes an autosave over this person's last one, when nothing came between and it is not long ago. False: there was none. */
export async function replaceAutosave(
  tx: Db,
  { draftId, version, content, savedBy }: NewRevision,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update story_revision set version = ${version}, content = ${JSON.stringify(content)}::jsonb, saved_at = clock_timestamp()
    where draft_id = ${draftId} and version = ${version - 1} and kind = 'autosaved' and saved_by = ${savedBy}
      and saved_at > now() - ${sameSitting}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Keeps the last hundred of a draft, and everything of 90 days, and the first one. */
export async function forgetOldRevisions(tx: Db, draftId: number): Promise<void> {
  await sql`
    delete from story_revision where draft_id = ${draftId} and saved_at < now() - interval '90 days'
      and version > (select min(version) from story_revision where draft_id = ${draftId})
      and version < (select min(version) from (
        select version from story_revision where draft_id = ${draftId} order by version desc limit 100) as kept)
      and version not in (select coalesce(scheduled_version, 0) from story_draft where id = ${draftId})
  `.execute(tx);
}

const columns = sql`version, content, kind, saved_by as "savedBy", saved_at as "savedAt"`;

/** The revisions of a draft, newest first. */
export async function selectRevisions(db: Db, draftId: number, limit: number): Promise<readonly Revision[]> {
  const { rows } = await sql<Revision>`
    select ${columns} from story_revision where draft_id = ${draftId} order by version desc limit ${limit}
  `.execute(db);
  return rows;
}

/** A revision by its version, and the one before it. */
export async function selectRevision(
  db: Db,
  draftId: number,
  version: number,
): Promise<{ readonly revision: Revision; readonly before: Revision | null } | null> {
  const { rows } = await sql<Revision>`
    select ${columns} from story_revision where draft_id = ${draftId} and version <= ${version}
    order by version desc limit 2
  `.execute(db);
  const [revision, before = null] = rows;
  return revision?.version === version ? { revision, before } : null;
}
