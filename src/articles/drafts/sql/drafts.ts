import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { likeContaining } from '../../../platform/like-pattern.ts';
import { isOut } from '../../is-out.ts';
import type { StoryContent } from '../story-content.ts';

export type Draft = {
  readonly id: number;
  readonly publicId: string;
  readonly articleId: number | null;
  /** The address of its story as it is today; null while readers see none. */
  readonly articleSlug: string | null;
  /** When its story was taken back; null while it is out, or was never. */
  readonly takenBackAt: Date | null;
  readonly version: number;
  readonly content: StoryContent;
  /** Null: readers see none of it. */
  readonly publishedVersion: number | null;
  readonly articleSeenAt: Date | null;
  readonly publishAt: Date | null;
  readonly scheduledVersion: number | null;
  readonly scheduledBy: string | null;
  readonly trouble: string;
  readonly sourceUrl: string | null;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

export type RevisionKind =
  'saved' | 'autosaved' | 'published' | 'scheduled' | 'restored' | 'brought in' | 'found' | 'taken back';

const columns = sql`
  story_draft.id, story_draft.public_id as "publicId", article_id as "articleId",
  (select slug from article where article.id = article_id and ${isOut}) as "articleSlug",
  (select taken_back_at from article where article.id = article_id) as "takenBackAt", version, content,
  published_version as "publishedVersion", article_seen_at as "articleSeenAt", publish_at as "publishAt",
  scheduled_version as "scheduledVersion", scheduled_by as "scheduledBy", trouble, source_url as "sourceUrl",
  story_draft.updated_by as "updatedBy", story_draft.updated_at as "updatedAt"
`;

export type NewDraft = {
  readonly publicId: string;
  readonly content: StoryContent;
  readonly by: string;
  readonly articleId?: number | undefined;
  /** updated_at of its story, which readers see as this draft has it. */
  readonly articleSeenAt?: Date | undefined;
  readonly sourceUrl?: string | undefined;
};

/** Null when its story, or the address it came from, has a draft already: two who begin at once write on one. */
export async function insertDraft(tx: Db, draft: NewDraft): Promise<Draft | null> {
  const { articleId = null, articleSeenAt = null, sourceUrl = null } = draft;
  const { rows } = await sql<Draft>`
    insert into story_draft (public_id, content, updated_by, article_id, article_seen_at, published_version, source_url)
    values (${draft.publicId}, ${JSON.stringify(draft.content)}::jsonb, ${draft.by}, ${articleId}, ${articleSeenAt},
      ${articleId === null ? null : 1}, ${sourceUrl})
    on conflict do nothing
    returning ${columns}
  `.execute(tx);
  return rows[0] ?? null;
}

export async function selectDraft(
  db: Db,
  by: { readonly publicId: string } | { readonly articleId: number } | { readonly sourceUrl: string },
): Promise<Draft | null> {
  const where =
    'publicId' in by
      ? sql`public_id = ${by.publicId}`
      : 'articleId' in by
        ? sql`article_id = ${by.articleId}`
        : sql`source_url = ${by.sourceUrl}`;
  const { rows } = await sql<Draft>`select ${columns} from story_draft where ${where}`.execute(db);
  return rows[0] ?? null;
}

/** Takes a draft for this transaction, so that nobody changes it meanwhile. */
export async function lockDraft(tx: Db, publicId: string): Promise<Draft | null> {
  const { rows } = await sql<Draft>`
    select ${columns} from story_draft where public_id = ${publicId} for update
  `.execute(tx);
  return rows[0] ?? null;
}

/** Writes a draft's next version. */
export async function updateDraft(
  tx: Db,
  id: number,
  { content, by }: { readonly content: StoryContent; readonly by: string },
): Promise<{ readonly version: number; readonly updatedAt: Date }> {
  const { rows } = await sql<{ version: number; updatedAt: Date }>`
    update story_draft set content = ${JSON.stringify(content)}::jsonb, version = version + 1, updated_by = ${by},
      updated_at = clock_timestamp()
    where id = ${id}
    returning version, updated_at as "updatedAt"
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`draft ${id} is gone`);
  return row;
}

/** What readers see from now on is this version. */
export async function setPublished(
  tx: Db,
  id: number,
  { version, articleId, seenAt }: { version: number; articleId: number; seenAt: Date },
): Promise<void> {
  await sql`
    update story_draft set article_id = ${articleId}, published_version = ${version}, article_seen_at = ${seenAt},
      publish_at = null, scheduled_version = null, scheduled_by = null, trouble = ''
    where id = ${id}
  `.execute(tx);
}

export async function setSchedule(
  tx: Db,
  id: number,
  schedule: { readonly at: Date; readonly version: number; readonly by: string } | null,
  trouble = '',
): Promise<void> {
  await sql`
    update story_draft set publish_at = ${schedule?.at ?? null}, scheduled_version = ${schedule?.version ?? null},
      scheduled_by = ${schedule?.by ?? null}, trouble = ${trouble}
    where id = ${id}
  `.execute(tx);
}

/** Drafts whose time has come, the earliest first. */
export async function selectDue(db: Db, now: Date): Promise<readonly { publicId: string }[]> {
  const { rows } = await sql<{ publicId: string }>`
    select public_id as "publicId" from story_draft where publish_at <= ${now} order by publish_at, id limit 100
  `.execute(db);
  return rows;
}

export type DraftState = 'draft' | 'scheduled' | 'changed' | 'taken-back';

export type DraftLine = {
  readonly publicId: string;
  readonly title: string;
  readonly byline: string;
  readonly section: string;
  readonly dek: string;
  readonly body: string;
  /** `changed`: its story is out, and readers do not see all of it. `taken-back`: it was out, and is not any more. */
  readonly state: DraftState;
  readonly publishAt: Date | null;
  readonly trouble: string;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

/** What is being written: drafts, what waits for its time, and changes that readers do not see yet. Newest first. */
export async function selectDraftLines(
  db: Db,
  {
    states = null,
    search,
    section = '',
    limit,
  }: {
    states?: readonly DraftState[] | null | undefined;
    search?: string | undefined;
    /** Its slug; empty for all. */
    section?: string | undefined;
    limit: number;
  },
): Promise<readonly DraftLine[]> {
  const pattern = likeContaining(search);
  const { rows } = await sql<DraftLine>`
    select "publicId", title, byline, section, dek, body, state, "publishAt", trouble, "updatedBy", "updatedAt" from (
      select public_id as "publicId", content ->> 'title' as title, content ->> 'byline' as byline,
        coalesce((select name from section where slug = content ->> 'section'), '') as section,
        content ->> 'section' as section_slug, content ->> 'dek' as dek, content ->> 'body' as body,
        case when publish_at is not null then 'scheduled' when article_id is null then 'draft'
          when published_version is null then 'taken-back' else 'changed' end as state,
        publish_at as "publishAt", trouble, updated_by as "updatedBy", updated_at as "updatedAt"
      from story_draft
      where article_id is null or publish_at is not null or version is distinct from published_version
    ) as line
    where (${states}::text[] is null or state = any (${states}::text[]))
      and (${section} = '' or section_slug = ${section})
      and (${pattern}::text is null or lower(title) like ${pattern} or lower(byline) like ${pattern})
    order by "updatedAt" desc limit ${limit}
  `.execute(db);
  return rows;
}

/** How many there are, by state. */
export async function countDrafts(db: Db): Promise<Readonly<Record<DraftState, number>>> {
  const { rows } = await sql<Record<DraftState, number>>`
    select count(*) filter (where publish_at is null and article_id is null) as draft,
      count(*) filter (where publish_at is not null) as scheduled,
      count(*) filter (where publish_at is null and article_id is not null and version <> published_version) as changed,
      count(*) filter (where publish_at is null and article_id is not null and published_version is null) as "taken-back"
    from story_draft
  `.execute(db);
  return rows[0] ?? { draft: 0, scheduled: 0, changed: 0, 'taken-back': 0 };
}

/** Readers see none of it from now on, and nothing of it comes out by itself. */
export async function setTakenBack(tx: Db, id: number): Promise<void> {
  await sql`
    update story_draft set published_version = null, article_seen_at = null, publish_at = null, scheduled_version = null,
      scheduled_by = null, trouble = ''
    where id = ${id}
  `.execute(tx);
}

/** Deletes a draft with its revisions. The pictures in it stay: their addresses last. */
export async function removeDraft(tx: Db, id: number): Promise<void> {
  await sql`delete from story_draft where id = ${id}`.execute(tx);
}

/** The draft knows its story as of then, and readers see all of this version. */
export async function setSeen(
  tx: Db,
  id: number,
  { version, seenAt }: { readonly version: number; readonly seenAt: Date },
): Promise<void> {
  await sql`
    update story_draft set published_version = ${version}, article_seen_at = ${seenAt} where id = ${id}
  `.execute(tx);
}
