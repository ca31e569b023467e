import type { Db } from '../../platform/db.ts';
import { recordAct } from '../../staff/audit.ts';
import { draftObject, markVersion, takeDraftOf } from './drafts.ts';
import { type Draft, lockDraft, removeDraft, setTakenBack } from './sql/drafts.ts';
import { hideStory, lockStoryAt } from './sql/story-of-draft.ts';

export type TakeBackOutcome =
  | { readonly kind: 'taken-back'; readonly draft: Draft }
  /** There is no such story that readers see. */
  | { readonly kind: 'missing' };

/**
 * Takes a story back that is out: no reader, feed, archive or digest shows it from now on. Its text goes on as a draft, a version
 * further, so that a sheet that is open elsewhere does not let it out again without a word; a change that waited for its time
 * waits no more. What was mailed of it stays on record.
 */
export const takeStoryBack = (
  db: Db,
  slug: string,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<TakeBackOutcome> =>
  db.transaction().execute(async (tx) => {
    // The draft first, then the story: in the order in which it is published.
    const draft = await takeDraftOf(tx, slug, by);
    const articleId = draft?.articleSlug ? await lockStoryAt(tx, draft.articleSlug) : null;
    if (!draft || articleId === null || articleId !== draft.articleId) return { kind: 'missing' };
    await hideStory(tx, articleId, { by, at: now });
    const marked = await markVersion(tx, draft, by, 'taken back');
    await setTakenBack(tx, draft.id);
    const details = draft.publishAt && { details: { wasToChangeAt: draft.publishAt.toISOString() } };
    await recordAct(tx, {
      actor: by,
      action: 'took a story back',
      object: `article ${draft.articleSlug}`,
      ...details,
    });
    return { kind: 'taken-back', draft: { ...marked, articleSlug: null, takenBackAt: now } };
  });

export type DeleteDraftOutcome =
  | { readonly kind: 'deleted'; readonly draft: Draft }
  /** Readers see its story, or had it: the draft is where that is written on. */
  | { readonly kind: 'has-story'; readonly draft: Draft }
  /** Somebody saved after `version`: what would go is not what was read. */
  | { readonly kind: 'conflict'; readonly current: Draft }
  | { readonly kind: 'missing' };

/** Deletes a draft with its history, for good. One that is or was a story is kept. */
export const deleteDraft = (
  db: Db,
  { publicId, version, by }: { readonly publicId: string; readonly version: number; readonly by: string },
): Promise<DeleteDraftOutcome> =>
  db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, publicId);
    if (!draft) return { kind: 'missing' };
    if (draft.articleId !== null) return { kind: 'has-story', draft };
    if (draft.version !== version) return { kind: 'conflict', current: draft };
    await removeDraft(tx, draft.id);
    const details = { headline: draft.content.title };
    await recordAct(tx, { actor: by, action: 'deleted a draft', object: draftObject(draft), details });
    return { kind: 'deleted', draft };
  });
