import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { randomId } from '../../platform/random-tokens.ts';
import { readToken, signToken } from '../../platform/signed-token.ts';
import { recordAct } from '../../staff/audit.ts';
import { type SignedPost, isSignedByGhost } from './ghost-signature.ts';
import {
  type Feed,
  type FeedFacts,
  askByBell,
  askForLook,
  deleteFeed,
  insertFeed,
  renewBell,
  selectFeed,
  updateFeed,
} from './sql.ts';

export {
  type Feed,
  type FeedFacts,
  type ItemLine,
  selectFeed as findFeed,
  selectFeeds as listFeeds,
  selectItemLines as listFeedItems,
} from './sql.ts';

/** A site may stumble once; one that fails three times in a row, or says that its feed is over, needs a person. */
export const isFailing = ({ state, failures }: Feed): boolean =>
  state === 'gone' || (state === 'on' && failures >= 3);

/** What the feed calls itself, until then its address. */
export const feedName = ({ title, url }: Pick<Feed, 'title' | 'url'>): string => title || url;

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
};

/** What an editor may say about a feed. Where the address leads is found out by the worker, behind the guard. */
export const feedForm = z.object({
  url: z
    .string()
    .trim()
    .min(1, 'Please give the address of the feed')
    .max(2000, 'Please use at most 2,000 characters')
    .refine(isWebAddress, 'Please give an address such as https://example.org/feed/')
    .transform((text) => {
      const url = new URL(text);
      url.hash = '';
      return url.href;
    }),
  sectionId: z.number().int().nullable(),
  newsletterId: z.number().int().nullable(),
  access: z.enum(['everyone', 'registered', 'tier']),
  leastTier: z.string().nullable(),
  takesPictures: z.boolean(),
  isOn: z.boolean(),
}) satisfies z.ZodType<FeedFacts>;

/** Who asks for something, and when. */
type Request = { readonly actor: string; readonly at: Date };

/** Adds a feed, due at once. Null when its address is there already. */
export async function addFeed(db: Db, facts: FeedFacts, { actor, at }: Request): Promise<Feed | null> {
  return db.transaction().execute(async (tx) => {
    const feed = await insertFeed(tx, randomId(), facts, at);
    if (feed) {
      const details = { url: facts.url };
      await recordAct(tx, { actor, action: 'added a feed', object: `feed ${feed.publicId}`, details });
    }
    return feed;
  });
}

/** Changes a feed; false when another has this address. */
export async function saveFeed(
  db: Db,
  feed: Feed,
  facts: FeedFacts,
  { actor, at }: Request,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await updateFeed(tx, feed.id, facts, at))) return false;
    const details = { url: facts.url, isOn: facts.isOn };
    await recordAct(tx, { actor, action: 'changed a feed', object: `feed ${feed.publicId}`, details });
    return true;
  });
}

/** Takes a feed away. Its stories stay, and what they were known by: the feed can come back and doubles nothing. */
export async function removeFeed(db: Db, { id, publicId, url }: Feed, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await deleteFeed(tx, id);
    await recordAct(tx, { actor, action: 'removed a feed', object: `feed ${publicId}`, details: { url } });
  });
}

/** Makes a feed due now, also one that waits after a failure. False when it is switched off. */
export async function lookNow(db: Db, { id, publicId }: Feed, { actor, at }: Request): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const isDue = await askForLook(tx, id, at);
    if (isDue)
      await recordAct(tx, { actor, action: 'asked for a look at a feed', object: `feed ${publicId}` });
    return isDue;
  });
}

/** The old address of its bell rings no more. */
export async function makeNewBell(db: Db, { id, publicId }: Feed, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await renewBell(tx, id);
    await recordAct(tx, { actor, action: 'gave a feed a new bell', object: `feed ${publicId}` });
  });
}

const bellPurpose = 'feed bell';

/** The secret part of the address a site rings when it has something new; nothing of it is stored. */
export const feedBell = (keys: KeyRing, { id, bell }: Feed): string =>
  signToken(keys, bellPurpose, [id, bell]);

/** Makes the feed due that this bell belongs to. False for a bell nobody gave out, or one that was replaced. */
export async function ringFeed(db: Db, keys: KeyRing, secret: string, at: Date): Promise<boolean> {
  const [id, bell] = readToken(keys, bellPurpose, secret) ?? [];
  return id !== undefined && bell !== undefined && askByBell(db, id, bell, at);
}

/** {@link ringFeed} for a site that signs what it posts with the bell's secret, instead of showing it. */
export async function ringFeedSigned(
  db: Db,
  keys: KeyRing,
  publicId: string,
  post: SignedPost,
): Promise<boolean> {
  const feed = await selectFeed(db, { publicId });
  if (!feed || !isSignedByGhost(feedBell(keys, feed), post)) return false;
  return askByBell(db, feed.id, feed.bell, post.now);
}
