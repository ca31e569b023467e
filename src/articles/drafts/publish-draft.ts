import type { Db } from '../../platform/db.ts';
import { recordAct } from '../../staff/audit.ts';
import { findArticleById } from '../articles.ts';
import { numbered, reservedSlugs } from '../keep-story.ts';
import { slugify } from '../slug.ts';
import { findBySource } from '../sql.ts';
import { draftObject, keepAside, markVersion } from './drafts.ts';
import { type OpenMark, findOpenMarks } from './open-marks.ts';
import { type StoryProblem, prepareStory } from './prepare-story.ts';
import { type Draft, lockDraft, selectDue, setPublished, setSchedule } from './sql/drafts.ts';
import { selectRevision } from './sql/revisions.ts';
import {
  type StoryText,
  type TextOutcome,
  insertStory,
  lockStory,
  moveAddress,
  selectNewsletterSlug,
  updateStory,
} from './sql/story-of-draft.ts';
import { type StoryContent, contentOf } from './story-content.ts';

export type PublishOutcome =
  | { readonly kind: 'published'; readonly slug: string }
  | { readonly kind: 'scheduled'; readonly at: Date }
  | { readonly kind: 'problems'; readonly problems: readonly StoryProblem[] }
  /** Something is still to come in it, and nobody said that it may go all the same. */
  | { readonly kind: 'open-marks'; readonly marks: readonly OpenMark[] }
  /** Its story was changed elsewhere since; `theirs` is what readers see. */
  | { readonly kind: 'story-changed'; readonly theirs: StoryContent }
  | { readonly kind: 'conflict'; readonly current: Draft }
  | { readonly kind: 'missing' };

export type Publication = {
  readonly publicId: string;
  /** The version that was read. */
  readonly version: number;
  readonly by: string;
  readonly now: Date;
  /** Null: at once. */
  readonly at: Date | null;
  /** Somebody has seen the open marks and lets it go. */
  readonly withOpenMarks: boolean;
  /** Somebody has seen what the story became elsewhere, and puts this in its place. */
  readonly over: boolean;
};

const problem = (field: string, message: string): PublishOutcome => ({
  kind: 'problems',
  problems: [{ field, message }],
});

/** What its story has become since this draft last knew it; null where nobody else changed it. */
async function changedElsewhere(tx: Db, draft: Draft): Promise<StoryContent | null> {
  if (draft.articleId === null) return null;
  const article = await findArticleById(tx, draft.articleId);
  if (!article || article.updatedAt.getTime() === draft.articleSeenAt?.getTime()) return null;
  return contentOf(article, await selectNewsletterSlug(tx, article.newsletterId));
}

type Writing = {
  readonly draft: Draft;
  readonly content: StoryContent;
  readonly publishedAt: Date;
  readonly now: Date;
  /** Nobody is there to choose another address: a number is put behind one that is taken. */
  readonly isAlone: boolean;
};

/** Under which address a story goes out: the chosen one, else its own, else one made of the headline. */
async function write(
  tx: Db,
  { draft, content, publishedAt, now, isAlone }: Writing,
  text: Omit<StoryText, 'slug'>,
): Promise<{ readonly outcome: TextOutcome; readonly slug: string }> {
  const story = draft.articleId === null ? null : await lockStory(tx, draft.articleId);
  const wanted = content.slug || story?.slug || slugify(content.title);
  const isChosen = content.slug !== '' && !isAlone;
  for (let n = 1; ; n += 1) {
    const slug = numbered(wanted, n);
    if (reservedSlugs.has(slug) && !isChosen) continue;
    if (reservedSlugs.has(slug)) return { outcome: { kind: 'slug-taken' }, slug };
    const whole = { ...text, slug };
    const outcome =
      story && draft.articleId !== null
        ? await updateStory(tx, draft.articleId, whole, now)
        : await insertStory(tx, whole, publishedAt);
    if (outcome.kind === 'slug-taken' && !isChosen) continue;
    if (outcome.kind === 'written' && story && story.slug !== slug)
      await moveAddress(tx, outcome.articleId, { from: story.slug, to: slug });
    return { outcome, slug };
  }
}

const actionOf = ({ articleId, takenBackAt }: Draft): string => {
  if (articleId === null) return 'published a story';
  return takenBackAt === null ? 'published changes to a story' : 'published a story again';
};

/** Lets readers see a version of a draft; in one transaction with what the draft knows of it. */
async function bringOut(tx: Db, writing: Writing, version: number): Promise<PublishOutcome> {
  const prepared = await prepareStory(tx, writing.content);
  const { problems } = prepared;
  if (problems.length > 0) return { kind: 'problems', problems };
  const { outcome, slug } = await write(tx, writing, prepared.text);
  switch (outcome.kind) {
    case 'slug-taken':
      return problem('slug', 'Another story has this address, or had it: please choose another');
    case 'source-known': {
      const other = await findBySource(tx, prepared.text.sourceHash);
      return other?.isTakenBack === true
        ? problem('body', 'This very text was out and was taken back: publish it again from its own draft')
        : problem('body', `This very text is out already, at /articles/${other?.slug}`);
    }
    case 'written':
      await setPublished(tx, writing.draft.id, {
        version,
        articleId: outcome.articleId,
        seenAt: outcome.updatedAt,
      });
      return { kind: 'published', slug };
    default:
      return outcome satisfies never;
  }
}

class TakenBack extends Error {
  readonly outcome: PublishOutcome;
  constructor(outcome: PublishOutcome) {
    super('nothing was published');
    this.outcome = outcome;
  }
}

/** Runs a transaction whose outcome decides whether anything of it stays. */
async function allOrNothing(db: Db, act: (tx: Db) => Promise<PublishOutcome>): Promise<PublishOutcome> {
  try {
    return await db.transaction().execute(async (tx) => {
      const outcome = await act(tx);
      if (outcome.kind !== 'published' && outcome.kind !== 'scheduled') throw new TakenBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome;
    throw error;
  }
}

/**
 * Lets readers see a draft, now or at a time. What is missing, still open or changed elsewhere is told instead, and then nothing
 * has happened.
 */
export const publishDraft = (db: Db, publication: Publication): Promise<PublishOutcome> =>
  allOrNothing(db, async (tx) => {
    const { by, now, at } = publication;
    const found = await lockDraft(tx, publication.publicId);
    if (!found) return { kind: 'missing' };
    if (found.version !== publication.version) return { kind: 'conflict', current: found };
    const { problems } = await prepareStory(tx, found.content);
    if (problems.length > 0) return { kind: 'problems', problems };
    const marks = findOpenMarks(found.content);
    if (marks.length > 0 && !publication.withOpenMarks) return { kind: 'open-marks', marks };
    const theirs = await changedElsewhere(tx, found);
    if (theirs && !publication.over) return { kind: 'story-changed', theirs };
    const kept = theirs ? await keepAside(tx, found, theirs, 'The story’s feed or facts') : found;

    const object = draftObject(kept);
    if (at !== null && at > now) {
      const draft = await markVersion(tx, kept, by, 'scheduled');
      await setSchedule(tx, draft.id, { at, version: draft.version, by });
      const details = { at: at.toISOString() };
      await recordAct(tx, { actor: by, action: 'scheduled a story', object, details });
      return { kind: 'scheduled', at };
    }
    const draft = await markVersion(tx, kept, by, 'published');
    const writing = { draft, content: draft.content, publishedAt: now, now, isAlone: false };
    const outcome = await bringOut(tx, writing, draft.version);
    if (outcome.kind === 'published') {
      const action = actionOf(found);
      await recordAct(tx, { actor: by, action, object: `article ${outcome.slug}` });
    }
    return outcome;
  });

/** Takes a schedule back: the draft stays a draft. False when it had none. */
export async function unscheduleDraft(db: Db, publicId: string, by: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, publicId);
    if (!draft || draft.publishAt === null) return false;
    await setSchedule(tx, draft.id, null);
    await recordAct(tx, { actor: by, action: 'took a scheduled story back', object: draftObject(draft) });
    return true;
  });
}

/** One draft at its time. What another process has brought out meanwhile is left alone. */
async function publishAtItsTime(db: Db, publicId: string, now: Date): Promise<PublishOutcome> {
  return allOrNothing(db, async (tx) => {
    const draft = await lockDraft(tx, publicId);
    if (!draft || draft.publishAt === null || draft.publishAt > now) return { kind: 'missing' };
    const found = await selectRevision(tx, draft.id, draft.scheduledVersion ?? 0);
    if (!found) return problem('body', 'Its text is gone');
    const theirs = await changedElsewhere(tx, draft);
    const kept = theirs ? await keepAside(tx, draft, theirs, 'The story’s feed or facts') : draft;
    const { content, version } = found.revision;
    const outcome = await bringOut(
      tx,
      { draft: kept, content, publishedAt: draft.publishAt, now, isAlone: true },
      version,
    );
    if (outcome.kind === 'published') {
      const object = `article ${outcome.slug}`;
      const details = { at: draft.publishAt.toISOString() };
      await recordAct(tx, {
        actor: draft.scheduledBy ?? '',
        action: 'had a story published at its time',
        object,
        details,
      });
    }
    return outcome;
  });
}

/** A draft that could not come out stays one, and says why. */
async function noteTrouble(db: Db, publicId: string, problems: readonly StoryProblem[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const draft = await lockDraft(tx, publicId);
    if (!draft || draft.publishAt === null) return;
    const words = problems.map(({ message }) => `${message}.`).join(' ');
    await setSchedule(tx, draft.id, null, `It did not come out at its time. ${words}`);
    await recordAct(tx, {
      actor: 'Doorstep',
      action: 'could not publish a story at its time',
      object: draftObject(draft),
    });
  });
}

/** Brings out every draft whose time has come; safe to call again and from several processes. @returns how many */
export async function publishDueDrafts(
  db: Db,
  now: Date,
  onError: (error: unknown, publicId: string) => void,
): Promise<number> {
  let published = 0;
  for (const { publicId } of await selectDue(db, now)) {
    try {
      const outcome = await publishAtItsTime(db, publicId, now);
      if (outcome.kind === 'published') published += 1;
      if (outcome.kind === 'problems') await noteTrouble(db, publicId, outcome.problems);
    } catch (error) {
      // The others go on; this one is tried again at the next look.
      onError(error, publicId);
    }
  }
  return published;
}
