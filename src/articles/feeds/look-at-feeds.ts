import { recordAct } from '../../staff/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { FetchOutcome, GuardedFetch } from '../../platform/fetch-guarded.ts';
import { takePicture } from './feed-picture.ts';
import { readFeed } from './read-feed.ts';
import { type Feed, type FeedResult, claimDueFeed, settleFeed } from './sql.ts';
import { takeItems } from './take-items.ts';

export type LookSetting = {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Stands in the User-Agent, so that a site knows who asks. */
  readonly publicUrl: string;
  readonly onError: (error: unknown, feed: Feed) => void;
};

const minute = 60_000;
const pace = {
  every: 15 * minute,
  firstWait: 5 * minute,
  longestWait: 24 * 60 * minute,
  /** A process that died with a feed in hand gives it back by then. */
  claim: 10 * minute,
};
const limits = { mostBytes: 10 * 1024 * 1024, timeoutMs: 30_000 };
/** All pictures of one look together. */
const picturesMs = 60_000;
/** So many feeds are looked at at once: a slow one holds one place, the others go on. */
const lanes = 6;

const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, application/xml;q=0.9, */*;q=0.5';

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

/** Every 15 minutes, give or take some, so that a hundred feeds of one host do not ask it in the same second. */
const nextRegular = (at: Date, random: number): Date => after(at, pace.every * (0.9 + 0.2 * random));

/** Doubles with each failure in a row, up to a day; between half and all of it. */
const backOffMs = (failures: number, random: number): number =>
  Math.min(pace.longestWait, pace.firstWait * 2 ** Math.min(failures, 20)) * (0.5 + 0.5 * random);

/** `120`, or a date (RFC 9110, 10.2.3), in milliseconds from now: a minute to a day. Null when it says neither. */
function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(pace.longestWait, Math.max(minute, ms));
}

type Answered = Extract<FetchOutcome, { kind: 'answered' }>;

/** What is left to say once an answer is there. */
type Verdict = Pick<FeedResult, 'problem' | 'marks'> & {
  readonly isOver?: boolean;
  readonly waitMs?: number | null;
};

const statusWords = (status: number): string => {
  switch (status) {
    case 401:
    case 403:
      return `The site does not let us read it (${status}).`;
    case 404:
      return 'There is nothing at this address any more (404).';
    case 429:
      return 'The site asks us to come less often (429).';
    default:
      return status >= 500 ? `The site has trouble of its own (${status}).` : `The site answers ${status}.`;
  }
};

async function judge(db: Db, feed: Feed, answer: Answered, setting: LookSetting): Promise<Verdict> {
  const { status, header, body } = answer;
  if (status === 304) return { problem: '', marks: null };
  if (status === 410)
    return {
      problem: 'The site says that this feed is over (410), so it was switched off.',
      marks: null,
      isOver: true,
    };
  if (status !== 200) {
    const waits = status === 429 || status === 503;
    const waitMs = waits ? retryAfterMs(header('retry-after'), setting.clock()) : null;
    return { problem: statusWords(status), marks: null, waitMs };
  }
  const reading = readFeed(body, header('content-type') ?? '');
  if (reading.kind === 'refused') return { problem: reading.message, marks: null };
  const picturesUntil = Date.now() + picturesMs;
  await takeItems(db, feed, reading.items, {
    now: setting.clock(),
    keepPicture: async (src) => (Date.now() < picturesUntil ? takePicture(db, setting.fetch, src) : null),
  });
  // Only now: were they kept before the stories are, a crash between would hide these for ever.
  const marks = { etag: header('etag'), lastModified: header('last-modified'), title: reading.title };
  return { problem: '', marks };
}

/** One conditional request, what it brought, and when the next one is due. A broken feed keeps what it had. */
async function lookAt(db: Db, feed: Feed, setting: LookSetting): Promise<void> {
  const begunAt = setting.clock();
  const answer = await setting.fetch(feed.url, {
    ...limits,
    headers: {
      accept,
      'user-agent': `Doorstep (+${setting.publicUrl})`,
      ...(feed.etag === null ? {} : { 'if-none-match': feed.etag }),
      ...(feed.lastModified === null ? {} : { 'if-modified-since': feed.lastModified }),
    },
  });
  const verdict: Verdict =
    answer.kind === 'answered'
      ? await judge(db, feed, answer, setting)
      : { problem: answer.message, marks: null };
  await settle(db, feed, { begunAt, ...verdict }, setting);
}

async function settle(
  db: Db,
  feed: Feed,
  { begunAt, problem, marks, isOver = false, waitMs }: Verdict & { readonly begunAt: Date },
  { clock, random }: LookSetting,
): Promise<void> {
  const endedAt = clock();
  const luck = random();
  const wait = Math.max(backOffMs(feed.failures, luck), waitMs ?? 0);
  await db.transaction().execute(async (tx) => {
    await settleFeed(tx, feed, {
      begunAt,
      endedAt,
      nextAt: problem === '' ? nextRegular(endedAt, luck) : after(endedAt, wait),
      state: isOver ? 'gone' : 'on',
      problem,
      marks,
    });
    if (isOver) {
      const object = `feed ${feed.publicId}`;
      await recordAct(tx, { actor: 'the feed itself', action: 'said that it is over', object });
    }
  });
}

/** What is wrong with us is no fault of the feed's, but its editor should know that stories may be missing. */
async function settleOurFault(db: Db, feed: Feed, error: unknown, setting: LookSetting): Promise<void> {
  setting.onError(error, feed);
  const problem = 'Not all of it could be taken in: something went wrong on our side, and the log says what.';
  const verdict = { begunAt: setting.clock(), problem, marks: null };
  // Where not even this can be written, the claim runs out and somebody looks again.
  await settle(db, feed, verdict, setting).catch((second: unknown) => setting.onError(second, feed));
}

/** Looks at every feed that is due, some at a time. @returns how many */
export async function lookAtDueFeeds(db: Db, setting: LookSetting): Promise<number> {
  let looked = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const now = setting.clock();
      const feed = await claimDueFeed(db, now, after(now, pace.claim));
      if (!feed) return;
      looked += 1;
      await lookAt(db, feed, setting).catch((error: unknown) => settleOurFault(db, feed, error, setting));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return looked;
}
