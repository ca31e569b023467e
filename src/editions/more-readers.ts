import {
  type FailureLine,
  type VersionLine,
  countMissing,
  countVersions,
  extendMailing,
  listRetryable,
  retryMailing,
} from '../delivery/steer-mailing.ts';
import { readPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';
import { checkLeaks } from './checks/check-leaks.ts';
import { wholeAudience } from './edition-audience.ts';
import { lockMailedStories, noteMailedStories } from './mailed-stories.ts';
import type { SteerOutcome } from './release-edition.ts';
import { renderForMailing } from './render-edition.ts';
import { renderForSending } from './render-for-sending.ts';
import { findEditionBy } from './sql/editions.ts';
import { giveRestItsTexts } from './subject-test/decide.ts';
import { findTest } from './subject-test/sql.ts';

export type MoreReaders = {
  /** Who may get it now and has no row: joined since, or the reason they were left out is gone. */
  readonly missing: number;
  /** Who did not get it for a reason that is not their address. */
  readonly failures: readonly FailureLine[];
  /** What keeps it from the missing: a story was gated since it left. */
  readonly leaks: readonly string[];
  /** How many got which text. */
  readonly versions: readonly VersionLine[];
};

/** Who could still get a released edition; null for a draft. */
export async function findMoreReaders(
  db: Db,
  publicUrl: string,
  publicId: string,
): Promise<MoreReaders | null> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition?.mailingId) return null;
  const [rendered, publication] = await Promise.all([
    renderForMailing(db, publicUrl, edition, edition.leavesAt ?? new Date()),
    readPublication(db),
  ]);
  const { gates } = rendered;
  const spoken = { own: publication.language, others: [] };
  const audience = await wholeAudience(db, edition, { gates, spoken, division: null });
  const [missing, failures, versions, leaks] = await Promise.all([
    countMissing(db, edition.mailingId, audience),
    listRetryable(db, edition.mailingId),
    countVersions(db, edition.mailingId),
    checkLeaks(db, edition, rendered),
  ]);
  return { missing, failures, versions, leaks: leaks.map(({ message }) => message) };
}

const outcomeOf = (readers: number): SteerOutcome => ({ kind: readers > 0 ? 'done' : 'no-change' });

/**
 * Sends a released edition to the missing; a second click finds nobody missing, and nothing is sent that one of them may not
 * see. While subjects are being tried they wait with the rest. The caller rings `deliver`.
 */
export async function sendToMissing(db: Db, publicUrl: string, publicId: string): Promise<SteerOutcome> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition) return { kind: 'missing' };
  const { mailingId } = edition;
  // Under correction the audience's blocks are those of a text that was not sent.
  if (mailingId === null || edition.correctingSince !== null) return { kind: 'no-change' };
  const rendered = await renderForSending(db, publicUrl, edition, edition.leavesAt ?? new Date());
  if (rendered.kind === 'leaks') return { kind: 'no-change' };
  const { contents, gates, spoken, shown } = rendered;
  return db.transaction().execute(async (tx) => {
    if (edition.rhythm !== null) await lockMailedStories(tx);
    const division = (await findTest(tx, mailingId)) && ({ kind: 'all-rest' } as const);
    const audience = await wholeAudience(tx, edition, { gates, spoken, division });
    const added = await extendMailing(tx, mailingId, contents, audience);
    if (added === null) return { kind: 'no-change' };
    await giveRestItsTexts(tx, mailingId);
    await noteMailedStories(tx, { mailingId, version: added.version }, shown);
    return { kind: 'done' };
  });
}

/** Tries the failures again; a second click finds none. The caller rings `deliver`. */
export async function retryFailures(db: Db, publicId: string): Promise<SteerOutcome> {
  const edition = await findEditionBy(db, { publicId });
  if (!edition) return { kind: 'missing' };
  const { mailingId } = edition;
  if (mailingId === null) return { kind: 'no-change' };
  return outcomeOf(await db.transaction().execute((tx) => retryMailing(tx, mailingId)));
}
