import { sql } from 'kysely';
import { type Feed, feedName, isFailing, listFeeds } from '../../articles/feeds/feeds.ts';
import { type DeliveryTrouble, findDeliveryTrouble } from '../../delivery/find-trouble.ts';
import { brokenWords, findBroken } from '../../newsletters/mail-templates.ts';
import { listNewsletters } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { readPlans } from '../digests/plan.ts';
import { type RunSetting, settingOf } from '../digests/run-setting.ts';
import { listSchedules } from '../digests/schedule.ts';
import { type RunLine, listRuns, listStoriesOf } from '../digests/steer-run.ts';

/** What stands in the way of a run. */
export type Danger = { readonly code: string; readonly words: string };

export type EndangeredRun = { readonly run: RunLine; readonly danger: Danger };

const mostRuns = 200;

/** A run may have stories enough and still lack those of a feed that nobody noticed to be dead. */
function feedDanger({ newsletterId, articleId }: RunLine, feeds: readonly Feed[]): readonly Danger[] {
  const mine =
    articleId === null ? feeds.filter((feed) => [null, newsletterId].includes(feed.newsletterId)) : [];
  if (mine.length === 0) return [];
  const words = mine.map((feed) => `No stories come from ${feedName(feed)}: ${feed.problem}`).join(' ');
  return [{ code: 'dead-feed', words }];
}

/** Newsletters whose own template could not be used if a run left now. */
async function findBrokenTemplates(
  db: Db,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly Danger[]>> {
  const found = new Map<number, readonly Danger[]>();
  for (const { id, templateVersion } of await listNewsletters(db)) {
    const broken = ids.has(id) ? await findBroken(db, id, templateVersion) : null;
    if (broken) found.set(id, [{ code: 'template-broken', words: brokenWords(broken) }]);
  }
  return found;
}

type Looked = {
  readonly troubles: readonly DeliveryTrouble[];
  readonly deadFeeds: readonly Feed[];
  readonly brokenTemplates: ReadonlyMap<number, readonly Danger[]>;
  readonly now: Date;
};

/** Too few stories is not the same as none at all: then perhaps a feed is dead. */
async function storyDanger(
  db: Db,
  run: RunLine,
  { schedule }: RunSetting,
  now: Date,
): Promise<readonly Danger[]> {
  if (run.articleId !== null) return [];
  const { length } = await listStoriesOf(db, run, now);
  if (length === 0) {
    const words = 'No new story has come in. Look whether the feed is alive: without one it is skipped.';
    return [{ code: 'no-story', words }];
  }
  if (length >= schedule.leastStories) return [];
  const words = `It wants ${schedule.leastStories} stories and has ${length}. Without more it is skipped.`;
  return [{ code: 'too-few-stories', words }];
}

async function dangersOf(
  db: Db,
  run: RunLine,
  setting: RunSetting,
  { troubles: general, deadFeeds, brokenTemplates, now }: Looked,
): Promise<readonly Danger[]> {
  if (run.state === 'late' || run.state === 'failed')
    return [{ code: run.state, words: run.note ?? 'It has not left.' }];
  const warnFrom = run.departsAt.getTime() - setting.plan.warnMinutes * 60_000;
  if (now.getTime() < warnFrom) return [];
  const troubles: readonly Danger[] = [...(brokenTemplates.get(run.newsletterId) ?? []), ...general];
  if (run.state === 'held') {
    const words =
      setting.schedule.unapproved === 'skip'
        ? 'Nobody has approved it yet. Without a word it is skipped at its deadline.'
        : 'Nobody has approved it yet. Without a word it leaves as it is at its deadline.';
    return [{ code: 'unapproved', words }, ...troubles];
  }
  if (run.state !== 'due') return troubles;
  return [...(await storyDanger(db, run, setting, now)), ...feedDanger(run, deadFeeds), ...troubles];
}

/** Automatic editions that have left and whose mailing paused itself since. */
async function listPaused(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ run: string; reason: string }>`
    select digest_run.public_id as run, mailing.pause_reason as reason
    from digest_run join edition on edition.id = digest_run.edition_id join mailing on mailing.id = edition.mailing_id
    where digest_run.state = 'released' and digest_run.ended_at > now() - interval '2 days'
      and mailing.state = 'paused' and mailing.pause_reason is not null
  `.execute(db);
  return new Map(rows.map(({ run, reason }) => [run, reason]));
}

/** Everything that stands in the way of an automatic edition whose hour is near or over. */
export async function findDangers(db: Db, now: Date): Promise<readonly EndangeredRun[]> {
  const [open, ended, paused, plans, schedules, feeds] = await Promise.all([
    listRuns(db, { isOpen: true, limit: mostRuns }),
    listRuns(db, { isOpen: false, limit: mostRuns }),
    listPaused(db),
    readPlans(db),
    listSchedules(db),
    listFeeds(db),
  ]);
  const deadFeeds = feeds.filter(isFailing);
  const troubles = open.length === 0 ? [] : await findDeliveryTrouble(db);
  const brokenTemplates = await findBrokenTemplates(
    db,
    new Set(open.map(({ newsletterId }) => newsletterId)),
  );
  const looked = { troubles, deadFeeds, brokenTemplates, now };
  const found: EndangeredRun[] = [];
  for (const run of open) {
    const setting = settingOf(run, plans, schedules);
    for (const danger of await dangersOf(db, run, setting, looked)) found.push({ run, danger });
  }
  for (const run of ended) {
    const reason = paused.get(run.publicId);
    if (reason !== undefined)
      found.push({ run, danger: { code: 'paused', words: `It has paused itself: ${reason}` } });
  }
  return found;
}
