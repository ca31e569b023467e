import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../platform/db.ts';
import { randomId } from '../../platform/random-tokens.ts';
import { recordAct } from '../../staff/audit.ts';
import { findArticle, findArticleById } from '../articles.ts';
import { decoration } from '../markdown/find-pictures.ts';
import { writePicture } from '../markdown/write-markdown.ts';
import {
  type Draft,
  type NewDraft,
  type RevisionKind,
  insertDraft,
  lockDraft,
  selectDraft,
  setSeen,
  updateDraft,
} from './sql/drafts.ts';
import { forgetOldRevisions, insertRevision, replaceAutosave, selectRevision } from './sql/revisions.ts';
import { selectNewsletterSlug } from './sql/story-of-draft.ts';
import { type StoryContent, contentOf } from './story-content.ts';

export {
  type Draft,
  type DraftLine,
  countDrafts,
  selectDraft as findDraft,
  selectDraftLines as listDrafts,
} from './sql/drafts.ts';
export {
  type Revision,
  selectRevision as findRevision,
  selectRevisions as listRevisions,
} from './sql/revisions.ts';

export type NewPicture = {
  readonly place: 'top' | 'text';
  readonly picture: NonNullable<StoryContent['picture']>;
};

/** As it stands in the trail. */
export const draftObject = ({ publicId }: Pick<Draft, 'publicId'>): string => `draft ${publicId}`;

/** Adds a draft with its first revision; null when its story, or the address it came from, has one. */
export async function addDraft(
  tx: Db,
  draft: Omit<NewDraft, 'publicId'>,
  kind: RevisionKind,
): Promise<Draft | null> {
  const added = await insertDraft(tx, { ...draft, publicId: randomId() });
  if (!added) return null;
  const { id: draftId, version, content } = added;
  await insertRevision(tx, { draftId, version, content, kind, savedBy: draft.by });
  return added;
}

/** Somebody begins to write. */
export async function beginDraft(
  db: Db,
  content: StoryContent,
  by: string,
  kind: 'saved' | 'autosaved' = 'saved',
): Promise<Draft> {
  return db.transaction().execute(async (tx) => {
    const draft = await addDraft(tx, { content, by }, kind);
    if (!draft) throw new Error('a draft of its own met another');
    await recordAct(tx, { actor: by, action: 'began a story', object: draftObject(draft) });
    return draft;
  });
}

const isSame = (a: StoryContent, b: StoryContent): boolean => isDeepStrictEqual(a, b);

/** Writes the next version with its revision. */
async function writeVersion(
  tx: Db,
  draft: Draft,
  { content, by, kind }: { content: StoryContent; by: string; kind: RevisionKind },
): Promise<Draft> {
  const { version, updatedAt } = await updateDraft(tx, draft.id, { content, by });
  const revision = { draftId: draft.id, version, content, kind, savedBy: by };
  if (kind !== 'autosaved' || !(await replaceAutosave(tx, revision))) await insertRevision(tx, revision);
  await forgetOldRevisions(tx, draft.id);
  return { ...draft, content, version, updatedAt, updatedBy: by };
}

/**
 * Brings a draft up to what its story has become elsewhere, where nobody has unpublished words in it: a feed may have
 * changed the story, or somebody its facts.
 */
async function followStory(tx: Db, draft: Draft): Promise<Draft> {
  const article = draft.articleId === null ? null : await findArticleById(tx, draft.articleId);
  const isMoved = article !== null && article.updatedAt.getTime() !== draft.articleSeenAt?.getTime();
  if (!isMoved || draft.version !== draft.publishedVersion || draft.publishAt !== null) return draft;
  const content = contentOf(article, await selectNewsletterSlug(tx, article.newsletterId));
  const written = isSame(content, draft.content)
    ? draft
    : await writeVersion(tx, draft, { content, by: 'The story’s feed or facts', kind: 'found' });
  await setSeen(tx, draft.id, { version: written.version, seenAt: article.updatedAt });
  return { ...written, publishedVersion: written.version, articleSeenAt: article.updatedAt };
}

/** Finds or makes the draft of a story, as part of a transaction that goes on with it. Null when there is no such story. */
export async function takeDraftOf(tx: Db, slug: string, by: string): Promise<Draft | null> {
  const article = await findArticle(tx, slug);
  if (!article) return null;
  const content = contentOf(article, await selectNewsletterSlug(tx, article.newsletterId));
  const added = await addDraft(
    tx,
    { content, by, articleId: article.id, articleSeenAt: article.updatedAt },
    'found',
  );
  if (added) return added;
  const known = await selectDraft(tx, { articleId: article.id });
  const locked = known && (await lockDraft(tx, known.publicId));
  return locked && followStory(tx, locked);
}

/** The draft in which a story is written on; the first time it is made from the story. Null when there is no such story. */
export const openDraft = (db: Db, slug: string, by: string): Promise<Draft | null> =>
  db.transaction().execute((tx) => takeDraftOf(tx, slug, by));

export type SaveDraftOutcome =
  | { readonly kind: 'saved'; readonly draft: Draft }
  /** Somebody else saved after `version`: theirs is untouched, and so is what is posted. */
  | { readonly kind: 'conflict'; readonly current: Draft }
  | { readonly kind: 'missing' };

export type DraftSave = {
  readonly publicId: string;
  /** The version that was on the desk. */
  readonly version: number;
  readonly content: StoryContent;
  readonly by: string;
  readonly kind: 'saved' | 'autosaved';
};

/** Saves a draft unless somebody else did meanwhile. Readers see none of it. The same text again is no new version. */
export async function saveDraft(db: Db, save: DraftSave): Promise<SaveDraftOutcome> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, save.publicId);
    if (!draft) return { kind: 'missing' };
    if (isSame(draft.content, save.content)) return { kind: 'saved', draft };
    if (draft.version !== save.version) return { kind: 'conflict', current: draft };
    return { kind: 'saved', draft: await writeVersion(tx, draft, save) };
  });
}

/** Puts an old revision in place of the text of today, as a version of its own: nothing is lost by it. */
export async function restoreRevision(
  db: Db,
  publicId: string,
  version: number,
  by: string,
): Promise<Draft | null> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, publicId);
    const found = draft && (await selectRevision(tx, draft.id, version));
    if (!draft || !found) return null;
    const { content } = found.revision;
    const restored = await writeVersion(tx, draft, { content, by, kind: 'restored' });
    const details = { version };
    await recordAct(tx, { actor: by, action: 'restored a story', object: draftObject(draft), details });
    return restored;
  });
}

/** Puts a picture on top of a draft, or behind its last word. Nobody's text is touched, so no version is asked for. */
export async function addPicture(
  db: Db,
  publicId: string,
  { place, picture }: NewPicture,
  by: string,
): Promise<Draft | null> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, publicId);
    if (!draft) return null;
    const { content } = draft;
    const line = writePicture({ ...picture, alt: picture.isDecoration ? decoration : picture.alt });
    const written =
      place === 'top'
        ? { ...content, picture }
        : { ...content, body: [content.body.trimEnd(), line].filter(Boolean).join('\n\n') };
    return writeVersion(tx, draft, { content: written, by, kind: 'saved' });
  });
}

/** A version of its own for an act, so that what it was done to can be looked up. */
export const markVersion = (tx: Db, draft: Draft, by: string, kind: RevisionKind): Promise<Draft> =>
  writeVersion(tx, draft, { content: draft.content, by, kind });

/** Keeps a text that would be overwritten as a revision, without changing the draft. */
export async function keepAside(tx: Db, draft: Draft, content: StoryContent, by: string): Promise<Draft> {
  const aside = await writeVersion(tx, draft, { content, by, kind: 'found' });
  return writeVersion(tx, aside, { content: draft.content, by: draft.updatedBy, kind: 'saved' });
}
