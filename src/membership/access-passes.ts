import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { hashToken, randomToken } from '../platform/random-tokens.ts';

export type AccessSetting = {
  /** Stories a month that anybody may read whole; 0 turns the meter off. */
  readonly freeStories: number;
  /** Links a month that a reader may give away; 0 turns them off. */
  readonly giftLinks: number;
};

export async function readAccessSetting(db: Db): Promise<AccessSetting> {
  const { rows } = await sql<AccessSetting>`
    select free_stories as "freeStories", gift_links as "giftLinks" from access_setting
  `.execute(db);
  return rows[0] ?? { freeStories: 0, giftLinks: 0 };
}

export async function saveAccessSetting(tx: Db, setting: AccessSetting): Promise<void> {
  await sql`
    update access_setting set free_stories = ${setting.freeStories}, gift_links = ${setting.giftLinks}
  `.execute(tx);
}

/** The first day of a month in a zone: `2026-11-01`. */
export function monthOf(now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' });
  return `${parts.format(now)}-01`;
}

export type MeterOutcome = { readonly mayRead: boolean; readonly left: number };

/**
 * Takes one of the free stories of a month for a reader. A story that was taken before stays open to the month's end and
 * takes nothing.
 */
export function takeFreeStory(
  db: Db,
  { subscriberId, articleId, month }: { subscriberId: number; articleId: number; month: string },
): Promise<MeterOutcome> {
  return db.transaction().execute(async (tx) => {
    const { freeStories } = await readAccessSetting(tx);
    await sql`select pg_advisory_xact_lock(${0x3e7}::integer, ${subscriberId}::integer)`.execute(tx);
    const { rows } = await sql<{ articleId: number }>`
      select article_id as "articleId" from metered_read where subscriber_id = ${subscriberId} and month = ${month}::date
    `.execute(tx);
    const left = freeStories - rows.length;
    if (rows.some((row) => row.articleId === articleId)) return { mayRead: true, left };
    if (left <= 0) return { mayRead: false, left: 0 };
    await sql`
      insert into metered_read (subscriber_id, article_id, month) values (${subscriberId}, ${articleId}, ${month}::date)
    `.execute(tx);
    return { mayRead: true, left: left - 1 };
  });
}

const giftDays = 30;
/** Friends, not the whole town. */
const giftOpenings = 25;

/**
 * A link with which anybody may read one story whole, 25 times within 30 days.
 * @returns null when this month's links are used up
 */
export function makeGiftLink(
  db: Db,
  { subscriberId, articleId, month }: { subscriberId: number; articleId: number; month: string },
): Promise<{ token: string; left: number } | null> {
  return db.transaction().execute(async (tx) => {
    const { giftLinks } = await readAccessSetting(tx);
    await sql`select pg_advisory_xact_lock(${0x91f7}::integer, ${subscriberId}::integer)`.execute(tx);
    const { rows } = await sql<{ made: number }>`
      select count(*) as made from gift_link where subscriber_id = ${subscriberId} and created_at >= ${month}::date
    `.execute(tx);
    const left = giftLinks - (rows[0]?.made ?? 0);
    if (left <= 0) return null;
    const token = randomToken();
    await sql`
      insert into gift_link (token_hash, subscriber_id, article_id, openings_left, expires_at)
      values (${hashToken(token)}, ${subscriberId}, ${articleId}, ${giftOpenings},
        now() + make_interval(days => ${giftDays}))
    `.execute(tx);
    return { token, left: left - 1 };
  });
}

/** Opens a story with a gift link, once more; false when it is used up, too old, or for another story. */
export async function openGiftLink(db: Db, token: string, articleId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update gift_link set openings_left = openings_left - 1
    where token_hash = ${hashToken(token)} and article_id = ${articleId} and openings_left > 0 and expires_at > now()
  `.execute(db);
  return numAffectedRows === 1n;
}
