import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { ArticleBlock } from '../article-block.ts';
import type { ArticleAccess } from '../sql.ts';

/** A feed that brings stories in. */
export type Feed = {
  readonly id: number;
  readonly publicId: string;
  readonly url: string;
  /** What the feed calls itself. */
  readonly title: string;
  readonly sectionId: number | null;
  readonly newsletterId: number | null;
  readonly access: ArticleAccess['level'];
  readonly leastTier: string | null;
  readonly takesPictures: boolean;
  /** `gone`: its server said that it is over. */
  readonly state: 'on' | 'off' | 'gone';
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly nextAt: Date;
  readonly failures: number;
  /** What the last look ran into, in words; empty while all is well. */
  readonly problem: string;
  readonly lastLookedAt: Date | null;
  readonly lastGoodAt: Date | null;
  readonly bell: number;
};

const columns = sql`
  id, public_id as "publicId", url, title, section_id as "sectionId", newsletter_id as "newsletterId", access,
  least_tier as "leastTier", takes_pictures as "takesPictures", state, etag, last_modified as "lastModified",
  next_at as "nextAt", failures, problem, last_looked_at as "lastLookedAt", last_good_at as "lastGoodAt", bell
`;

export async function selectFeeds(db: Db): Promise<readonly Feed[]> {
  const { rows } = await sql<Feed>`select ${columns} from feed order by lower(title), url`.execute(db);
  return rows;
}

export async function selectFeed(
  db: Db,
  by: { readonly publicId: string } | { readonly id: number },
): Promise<Feed | null> {
  const where = 'publicId' in by ? sql`public_id = ${by.publicId}` : sql`id = ${by.id}`;
  const { rows } = await sql<Feed>`select ${columns} from feed where ${where}`.execute(db);
  return rows[0] ?? null;
}

/** What an editor says about a feed. */
export type FeedFacts = Pick<
  Feed,
  'url' | 'sectionId' | 'newsletterId' | 'access' | 'leastTier' | 'takesPictures'
> & { readonly isOn: boolean };

/** Null when a feed with this address is there. */
export async function insertFeed(tx: Db, publicId: string, facts: FeedFacts, at: Date): Promise<Feed | null> {
  const { rows } = await sql<Feed>`
    insert into feed (public_id, url, section_id, newsletter_id, access, least_tier, takes_pictures, state, next_at)
    values (${publicId}, ${facts.url}, ${facts.sectionId}, ${facts.newsletterId}, ${facts.access}, ${facts.leastTier},
      ${facts.takesPictures}, ${facts.isOn ? 'on' : 'off'}, ${at})
    on conflict (url) do nothing
    returning ${columns}
  `.execute(tx);
  return rows[0] ?? null;
}

/**
 * Saves what an editor says. A new address begins without the marks of the old one; a feed that is switched on again is
 * due at once. False when another feed has this address.
 */
export async function updateFeed(tx: Db, id: number, facts: FeedFacts, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update feed set url = ${facts.url}, section_id = ${facts.sectionId}, newsletter_id = ${facts.newsletterId},
      access = ${facts.access}, least_tier = ${facts.leastTier}, takes_pictures = ${facts.takesPictures},
      state = case when ${facts.isOn} then 'on' else 'off' end,
      etag = case when url = ${facts.url} then etag end,
      last_modified = case when url = ${facts.url} then last_modified end,
      failures = case when url = ${facts.url} and state = 'on' then failures else 0 end,
      problem = case when url = ${facts.url} and state = 'on' then problem else '' end,
      next_at = case when url = ${facts.url} and state = 'on' then next_at else ${at} end
    where id = ${id} and not exists (select from feed other where other.url = ${facts.url} and other.id <> ${id})
  `.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteFeed(tx: Db, id: number): Promise<void> {
  await sql`delete from feed where id = ${id}`.execute(tx);
}

export async function renewBell(tx: Db, id: number): Promise<void> {
  await sql`update feed set bell = bell + 1 where id = ${id}`.execute(tx);
}

/** Makes a feed due now, whatever it waited for. False when it is not on. */
export async function askForLook(tx: Db, id: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update feed set next_at = ${at}, asked_at = ${at} where id = ${id} and state = 'on'
  `.execute(tx);
  return numAffectedRows === 1n;
}

/**
 * Makes a feed due because its site rang. A bell that rings without end makes no more than a look every ten seconds, and a
 * site that asked for patience gets it.
 */
export async function askByBell(db: Db, id: number, bell: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update feed set asked_at = ${at},
      next_at = case when failures > 0 then next_at
        else least(next_at, greatest(${at}::timestamptz, last_looked_at + interval '10 seconds')) end
    where id = ${id} and bell = ${bell} and state = 'on'
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Takes one feed that is due, so that nobody else looks at it meanwhile. */
export async function claimDueFeed(db: Db, at: Date, until: Date): Promise<Feed | null> {
  const { rows } = await sql<Feed>`
    update feed set claimed_until = ${until}
    where id = (
      select id from feed
      where state = 'on' and next_at <= ${at} and (claimed_until is null or claimed_until <= ${at})
      order by next_at, id limit 1 for update skip locked)
    returning ${columns}
  `.execute(db);
  return rows[0] ?? null;
}

export type FeedResult = {
  readonly begunAt: Date;
  readonly endedAt: Date;
  readonly nextAt: Date;
  readonly state: Feed['state'];
  /** Empty: all is well. */
  readonly problem: string;
  /** What the answer said about itself; null leaves what is known. */
  readonly marks: Pick<Feed, 'etag' | 'lastModified' | 'title'> | null;
};

/** Writes down how a look went. Who asked for one after it began gets another. */
export async function settleFeed(db: Db, { id, url }: Feed, result: FeedResult): Promise<void> {
  const { marks, problem } = result;
  const isGood = problem === '';
  await sql`
    update feed set claimed_until = null, last_looked_at = ${result.endedAt}, problem = ${problem},
      failures = case when ${isGood} then 0 else failures + 1 end,
      last_good_at = case when ${isGood} then ${result.endedAt} else last_good_at end,
      state = case when state = 'on' then ${result.state} else state end,
      next_at = case when asked_at > ${result.begunAt} then next_at else ${result.nextAt} end,
      etag = case when ${marks === null} then etag else ${marks?.etag ?? null}::text end,
      last_modified = case when ${marks === null} then last_modified else ${marks?.lastModified ?? null}::text end,
      title = case when ${marks?.title ?? ''} = '' then title else ${marks?.title ?? ''} end
    where id = ${id} and url = ${url}
  `.execute(db);
}

export type ItemOutcome = 'added' | 'known' | 'updated' | 'kept' | 'refused';

/** What an item of a feed became. */
export type ItemLine = {
  readonly title: string;
  readonly outcome: ItemOutcome;
  readonly reason: string;
  readonly takenAt: Date;
  /** Null when there is no story, or no longer. */
  readonly slug: string | null;
};

/** The last items a feed brought, newest first. */
export async function selectItemLines(db: Db, feedId: number, limit: number): Promise<readonly ItemLine[]> {
  const { rows } = await sql<ItemLine>`
    select feed_item.title, outcome, reason, taken_at as "takenAt", article.slug
    from feed_item left join article on article.id = feed_item.article_id
    where feed_id = ${feedId} order by taken_at desc, feed_item.id desc limit ${limit}
  `.execute(db);
  return rows;
}

export type KnownItem = {
  readonly id: number;
  readonly contentHash: string;
  readonly articleId: number | null;
  readonly outcome: ItemOutcome;
};

/** Takes an item for itself until the transaction ends; null when nobody had it before, and it is there now. */
export async function claimItem(
  tx: Db,
  item: { identity: string; feedId: number; title: string; at: Date },
): Promise<KnownItem | null> {
  const added = await sql`
    insert into feed_item (identity, feed_id, title, content_hash, outcome, taken_at)
    values (${item.identity}, ${item.feedId}, ${item.title}, '', 'refused', ${item.at})
    on conflict (identity) do nothing returning id
  `.execute(tx);
  if (added.rows.length > 0) return null;
  const { rows } = await sql<KnownItem>`
    select id, content_hash as "contentHash", article_id as "articleId", outcome from feed_item
    where identity = ${item.identity} for update
  `.execute(tx);
  return rows[0] ?? null;
}

/** The items among these that came before and say the same: nothing has to be done about them. */
export async function selectUnchanged(
  db: Db,
  items: ReadonlyArray<{ readonly identity: string; readonly contentHash: string }>,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ identity: string }>`
    select identity from feed_item
    join unnest(${items.map((item) => item.identity)}::text[], ${items.map((item) => item.contentHash)}::text[])
      as seen (identity, content_hash) using (identity, content_hash)
  `.execute(db);
  return new Set(rows.map(({ identity }) => identity));
}

/** Writes down what became of an item; `slug` is its story, `isWritten` says that the feed wrote it just now. */
export async function settleItem(
  tx: Db,
  item: {
    readonly identity: string;
    readonly feedId: number;
    readonly title: string;
    readonly contentHash: string;
    readonly outcome: ItemOutcome;
    readonly reason: string;
    readonly slug: string | null;
    readonly isWritten: boolean;
    readonly at: Date;
  },
): Promise<void> {
  await sql`
    update feed_item set feed_id = ${item.feedId}, title = ${item.title}, content_hash = ${item.contentHash},
      outcome = ${item.outcome}, reason = ${item.reason}, taken_at = ${item.at},
      article_id = coalesce((select id from article where slug = ${item.slug}), article_id),
      article_written_at = case when ${item.isWritten}
        then (select updated_at from article where slug = ${item.slug}) else article_written_at end
    where identity = ${item.identity}
  `.execute(tx);
}

export type StoryUpdate = {
  readonly title: string;
  readonly dek: string;
  readonly byline: string;
  readonly blocks: readonly ArticleBlock[];
  readonly wordCount: number;
  readonly sourceHash: string;
  readonly picture: { readonly mediaId: string; readonly alt: string } | null;
};

/**
 * Writes an item's new text over its story, unless an editor has changed that since: then its time is another than the one
 * the feed left. A text that another story has keeps no source of its own. Its slug is returned, or null.
 */
export async function updateStoryOfItem(tx: Db, itemId: number, story: StoryUpdate): Promise<string | null> {
  const { rows } = await sql<{ slug: string }>`
    update article set title = ${story.title}, dek = ${story.dek}, byline = ${story.byline},
      blocks = ${JSON.stringify(story.blocks)}::jsonb, word_count = ${story.wordCount},
      source_hash = case when exists (select from article other
        where other.source_hash = ${story.sourceHash} and other.id <> article.id) then null else ${story.sourceHash} end,
      picture_media_id = coalesce(${story.picture?.mediaId ?? null}::text, picture_media_id),
      picture_alt = case when ${story.picture === null} then picture_alt else ${story.picture?.alt ?? null}::text end,
      updated_at = clock_timestamp()
    from feed_item
    where feed_item.id = ${itemId} and article.id = feed_item.article_id
      and article.updated_at = feed_item.article_written_at
    returning article.slug
  `.execute(tx);
  return rows[0]?.slug ?? null;
}

export async function selectSlug(db: Db, articleId: number): Promise<string | null> {
  const { rows } = await sql<{ slug: string }>`select slug from article where id = ${articleId}`.execute(db);
  return rows[0]?.slug ?? null;
}
