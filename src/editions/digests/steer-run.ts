import { findArticle } from '../../articles/articles.ts';
import { findNewsletter } from '../../newsletters/newsletter.ts';
import type { Db } from '../../platform/db.ts';
import { approveText } from '../approval.ts';
import { findEditionBy } from '../sql/editions.ts';
import { composeDigest, listRunStories } from './compose-digest.ts';
import { readPlans } from './plan.ts';
import { type RunSetting, settingOf } from './run-setting.ts';
import { type DigestRun, findRunBy, lockRun, moveOn, setLead } from './sql/runs.ts';
import { listSchedules } from './sql/schedules.ts';
import type { Candidate } from './sql/stories.ts';
import { endOfQuiet } from './timetable.ts';

export { type DigestRun, type RunLine, findRunBy as findRun, listRunLines as listRuns } from './sql/runs.ts';

export type RunOutcome =
  | { readonly kind: 'done' | 'no-change' | 'missing' }
  /** They wrote its draft, and its newsletter asks for a second person. */
  | { readonly kind: 'own-text' }
  /** It would leave in quiet hours, and nobody said why that must be. */
  | { readonly kind: 'quiet'; readonly until: Date };

export type Word = {
  readonly publicId: string;
  readonly by: string;
  /** Why it may leave in quiet hours. */
  readonly reason?: string | undefined;
  /** The version of its edition that somebody read. */
  readonly version?: number | undefined;
  /** Who says it, where the newsletter asks for a second person. */
  readonly approver?: { readonly staffId: number; readonly publicUrl: string } | undefined;
};

const outcomeOf = (isDone: boolean): RunOutcome => ({ kind: isDone ? 'done' : 'no-change' });

async function readSetting(db: Db, run: DigestRun): Promise<RunSetting> {
  const [plans, schedules] = await Promise.all([
    readPlans(db),
    listSchedules(db, { newsletterId: run.newsletterId }),
  ]);
  return settingOf(run, plans, schedules);
}

/** Takes a run in hand and acts on it, unless somebody else has it. */
async function steer(
  db: Db,
  publicId: string,
  act: (tx: Db, run: DigestRun) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  return db.transaction().execute(async (tx) => {
    const found = await findRunBy(tx, publicId);
    if (!found) return { kind: 'missing' };
    const run = await lockRun(tx, found);
    return run ? act(tx, run) : { kind: 'no-change' };
  });
}

/** Where a newsletter asks for a second person, a word about a run is also their yes to its draft. Null: nothing is in the way. */
async function approveDraft(tx: Db, run: DigestRun, word: Word): Promise<RunOutcome | null> {
  const newsletter = run.edition === null ? null : await findNewsletter(tx, { id: run.newsletterId });
  if (run.edition === null || newsletter?.needsApproval !== true) return null;
  const edition = await findEditionBy(tx, { publicId: run.edition }, { forUpdate: true });
  if (!edition || !word.approver || edition.version !== (word.version ?? edition.version))
    return { kind: 'no-change' };
  const { staffId, publicUrl } = word.approver;
  const kind = await approveText(tx, publicUrl, edition, { name: word.by, staffId });
  return kind === 'done' ? null : { kind };
}

/**
 * Somebody says yes: a held run leaves at its hour, or at once when that is over; a late or a failed one at once. In quiet hours it
 * waits for their end unless a reason is given. The sweep does the rest.
 */
export const approveRun = (db: Db, word: Word, now: Date): Promise<RunOutcome> =>
  steer(db, word.publicId, async (tx, run) => {
    if (run.state !== 'held' && run.state !== 'late' && run.state !== 'failed') return { kind: 'no-change' };
    const { quiet } = await readSetting(tx, run);
    const reason = word.reason?.trim() ?? '';
    const leavesAt = run.departsAt > now ? run.departsAt : now;
    const until = endOfQuiet(quiet, leavesAt);
    if (until !== null && reason === '') return { kind: 'quiet', until };
    const refusal = await approveDraft(tx, run, word);
    if (refusal) return refusal;
    const isDone = await moveOn(
      tx,
      run,
      run.editionId === null ? 'due' : 'ready',
      {
        note: null,
        approvedBy: word.by,
        approvedAt: now,
        approvedVersion: run.editionId === null ? null : (word.version ?? null),
        ...(until !== null && { overrideReason: reason }),
      },
      now,
    );
    return outcomeOf(isDone);
  });

/** A story cannot wait for its hour or for the end of the night: it leaves at once, with the reason on record. */
export const sendRunAtOnce = (
  db: Db,
  word: Word & { readonly reason: string },
  now: Date,
): Promise<RunOutcome> =>
  steer(db, word.publicId, async (tx, run) => {
    if (run.state !== 'due' && run.state !== 'held' && run.state !== 'ready') return { kind: 'no-change' };
    if (word.reason.trim() === '') return { kind: 'no-change' };
    const refusal = await approveDraft(tx, run, word);
    if (refusal) return refusal;
    const isDone = await moveOn(
      tx,
      run,
      run.editionId === null ? 'due' : 'ready',
      {
        note: null,
        departsAt: now,
        ...(run.editionId === null && { windowEnd: now > run.windowStart ? now : run.windowStart }),
        approvedBy: word.by,
        approvedAt: now,
        approvedVersion: run.editionId === null ? null : (word.version ?? null),
        overrideReason: word.reason.trim(),
      },
      now,
    );
    return outcomeOf(isDone);
  });

/** Nothing of it leaves; its stories go into the next one of its rhythm. */
export const skipRun = (db: Db, { publicId, by }: Word, now: Date): Promise<RunOutcome> =>
  steer(db, publicId, async (tx, run) => {
    if (run.state === 'released' || run.state === 'skipped' || run.hasLeft) return { kind: 'no-change' };
    return outcomeOf(await moveOn(tx, run, 'skipped', { note: `Skipped by ${by}.` }, now));
  });

export type BuildNowOutcome = RunOutcome | { readonly kind: 'nothing-new' };

/** Closes the window of a run now and makes its draft, to be read and changed; it leaves at its hour, as it would have. */
export const buildRunNow = (db: Db, publicId: string, now: Date): Promise<BuildNowOutcome> =>
  db.transaction().execute(async (tx) => {
    const found = await findRunBy(tx, publicId);
    if (!found) return { kind: 'missing' };
    const run = found.state === 'due' ? await lockRun(tx, found) : null;
    if (!run) return { kind: 'no-change' };
    const { plan, schedule } = await readSetting(tx, run);
    const windowEnd = run.windowEnd > now && now >= run.windowStart ? now : run.windowEnd;
    const stories = await listRunStories(tx, { ...run, windowEnd }, plan.sectionIds, now);
    if (stories.length === 0) return { kind: 'nothing-new' };
    const editionId = await composeDigest(tx, run, stories);
    const deadline = run.departsAt.getTime() + schedule.deadlineMinutes * 60_000;
    const held = schedule.needsApproval ? { deadlineAt: new Date(deadline) } : {};
    const state = schedule.needsApproval ? 'held' : 'ready';
    return outcomeOf(await moveOn(tx, run, state, { editionId, windowEnd, note: null, ...held }, now));
  });

/** The stories a run would carry if it were built now. */
export async function listStoriesOf(db: Db, run: DigestRun, now: Date): Promise<readonly Candidate[]> {
  const { plan } = await readSetting(db, run);
  return listRunStories(db, run, plan.sectionIds, now);
}

/** Which story leads when the run is built; null lets the newest lead again. */
export async function pinLead(db: Db, publicId: string, slug: string | null): Promise<RunOutcome> {
  const article = slug === null ? null : await findArticle(db, slug);
  if (slug !== null && article === null) return { kind: 'missing' };
  return steer(db, publicId, async (tx, run) =>
    run.articleId === null
      ? outcomeOf(await setLead(tx, run.id, article?.id ?? null))
      : { kind: 'no-change' },
  );
}

/** The hours in which nothing of a run's newsletter leaves by itself, if it would leave in them now. */
export async function quietUntil(db: Db, run: DigestRun, now: Date): Promise<Date | null> {
  const plans = await readPlans(db);
  const schedules = await listSchedules(db, { newsletterId: run.newsletterId });
  const { quiet } = settingOf(run, plans, schedules);
  return endOfQuiet(quiet, run.departsAt > now ? run.departsAt : now);
}
