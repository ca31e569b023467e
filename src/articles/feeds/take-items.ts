import type { Db } from '../../platform/db.ts';
import { countWords } from '../article-block.ts';
import { keepStory, sourceHashOf } from '../keep-story.ts';
import { setArticleAccess } from '../sql.ts';
import type { FeedItem } from './feed-item.ts';
import {
  type Feed,
  type ItemOutcome,
  claimItem,
  selectSlug,
  selectUnchanged,
  settleItem,
  updateStoryOfItem,
} from './sql.ts';
import { type ItemReading, type ItemStory, contentHashOf, identityOf, storyOfItem } from './story-of-item.ts';

export type Taking = {
  readonly now: Date;
  /** Fetches a picture and keeps it: its id, or null where the story has to do without. */
  readonly keepPicture: (src: string) => Promise<string | null>;
};

type ReadItem = { readonly identity: string; readonly contentHash: string; readonly reading: ItemReading };

type Kept = { readonly outcome: ItemOutcome; readonly slug: string | null; readonly isWritten: boolean };

type Picture = { readonly mediaId: string; readonly alt: string } | null;

/** A story that comes in for the first time gets what its feed says: section, newsletter, who may read it. */
async function addStory(tx: Db, feed: Feed, story: ItemStory, picture: Picture): Promise<Kept> {
  const { slug, isNew } = await keepStory(tx, {
    title: story.title,
    dek: story.dek,
    byline: story.byline,
    blocks: story.blocks,
    publishedAt: story.publishedAt,
    sectionId: feed.sectionId,
    newsletterId: feed.newsletterId,
    picture: picture && { ...picture, caption: null, credit: null },
  });
  if (isNew && feed.access !== 'everyone') {
    const { access: level, leastTier } = feed;
    await setArticleAccess(tx, slug, { level, leastTier, openParagraphs: 3, isMetered: true });
  }
  // A text that came by another way before is that story, and whoever brought it keeps the word.
  return { outcome: isNew ? 'added' : 'known', slug, isWritten: isNew };
}

async function updateStory(
  tx: Db,
  known: { readonly id: number; readonly articleId: number },
  { title, dek, byline, blocks }: ItemStory,
  picture: Picture,
): Promise<Kept> {
  const slug = await updateStoryOfItem(tx, known.id, {
    title,
    dek,
    byline,
    blocks,
    wordCount: countWords(blocks),
    sourceHash: sourceHashOf(title, blocks),
    picture,
  });
  if (slug !== null) return { outcome: 'updated', slug, isWritten: true };
  return { outcome: 'kept', slug: await selectSlug(tx, known.articleId), isWritten: false };
}

/** One transaction: an item and its story exist together or not at all. */
async function takeItem(
  db: Db,
  feed: Feed,
  { identity, contentHash, reading }: ReadItem,
  { now, keepPicture }: Taking,
): Promise<void> {
  const wanted = reading.kind === 'story' && feed.takesPictures ? reading.story.picture : null;
  const mediaId = wanted === null ? null : await keepPicture(wanted.src);
  const picture = mediaId === null ? null : { mediaId, alt: wanted?.alt ?? '' };
  await db.transaction().execute(async (tx) => {
    const title = reading.kind === 'story' ? reading.story.title : reading.title;
    const known = await claimItem(tx, { identity, feedId: feed.id, title, at: now });
    const settle = ({ outcome, slug, isWritten }: Kept, reason = '') =>
      settleItem(tx, {
        identity,
        feedId: feed.id,
        title,
        contentHash,
        outcome,
        reason,
        slug,
        isWritten,
        at: now,
      });
    if (known?.contentHash === contentHash) return;
    const nothing = { slug: null, isWritten: false } as const;
    if (reading.kind === 'refused') return settle({ outcome: 'refused', ...nothing }, reading.reason);
    if (known === null || (known.outcome === 'refused' && known.articleId === null))
      return settle(await addStory(tx, feed, reading.story, picture));
    const { articleId } = known;
    // A story that was taken away does not come back by itself.
    if (articleId === null) return settle({ outcome: 'kept', ...nothing });
    return settle(await updateStory(tx, { id: known.id, articleId }, reading.story, picture));
  });
}

/**
 * Takes in what a feed has that is new or says something new, the oldest first.
 * @throws the first error of an item, once the others are in: one bad item keeps no other out
 */
export async function takeItems(
  db: Db,
  feed: Feed,
  items: readonly FeedItem[],
  taking: Taking,
): Promise<void> {
  const read = items.map((item): ReadItem => {
    const reading = storyOfItem(item, feed.url, taking.now);
    const contentHash = reading.kind === 'story' ? contentHashOf(reading.story) : `refused ${reading.reason}`;
    return { identity: identityOf(item, feed.url, contentHash), contentHash, reading };
  });
  const unchanged = await selectUnchanged(db, read);
  const failures: unknown[] = [];
  for (const item of read.toReversed()) {
    if (unchanged.has(item.identity)) continue;
    await takeItem(db, feed, item, taking).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
