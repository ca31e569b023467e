import { freezeAudience, putContent, withdrawFreezing } from '../delivery/mailings.ts';
import type { Db } from '../platform/db.ts';
import { recordAct } from '../staff/audit.ts';
import { findOwnHours } from './digests/own-hours.ts';
import { planOf, readPlans } from './digests/plan.ts';
import { noteWithdrawn } from './digests/sql/runs.ts';
import { audienceOf } from './edition-audience.ts';
import { noteMailedStories } from './mailed-stories.ts';
import { renderForSending } from './render-for-sending.ts';
import { type Edition, findEditionBy } from './sql/editions.ts';
import { type DueRelease, listDueReleases, takeReleaseBack } from './sql/releases.ts';
import { listTakenBack } from './sql/stories.ts';
import type { Division } from './subject-test/arms.ts';
import { findTest } from './subject-test/sql.ts';

/**
 * Nothing of it leaves, and it is a draft again with the reason on it: whoever released it hears of it (`edition-notices.ts`), and of
 * an automatic one whoever the watch tells.
 * @returns false when it had left or come back meanwhile
 */
async function withdraw(
  db: Db,
  { id, publicId }: Edition,
  mailingId: number,
  { reason, details }: { readonly reason: string; readonly details: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await withdrawFreezing(tx, mailingId))) return false;
    await takeReleaseBack(tx, id, reason);
    await noteWithdrawn(tx, id, reason);
    const action = 'kept an edition from leaving';
    await recordAct(tx, { actor: 'Doorstep', action, object: `edition ${publicId}`, details });
    return true;
  });
}

/** A story of it was taken back between the release and this moment. @returns whether that was so */
async function withdrawIfTakenBack(db: Db, edition: Edition, mailingId: number): Promise<boolean> {
  const titles = await listTakenBack(db, edition.id);
  if (titles.length === 0) return false;
  const reason = 'A story in it was taken back as it was to leave.';
  return withdraw(db, edition, mailingId, { reason, details: { takenBack: titles } });
}

const lateWords = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
};

/**
 * Nobody was there to send it at its moment, and by now it is later than its newsletter allows: a person decides, so that no morning
 * mail goes out at night. @returns whether that was so
 */
async function withdrawIfTooLate(
  db: Db,
  edition: Edition,
  { mailingId, lateSeconds }: DueRelease,
): Promise<boolean> {
  const { latenessMinutes } = planOf(await readPlans(db), edition.newsletterId);
  if (lateSeconds <= latenessMinutes * 60) return false;
  const reason = `Nothing was there to send it at its time, and it would have been ${lateWords(lateSeconds)} late.`;
  return withdraw(db, edition, mailingId, { reason, details: { lateSeconds: Math.round(lateSeconds) } });
}

async function divisionOf(db: Db, { publicId, mailingId }: Edition): Promise<Division> {
  const test = mailingId === null ? null : await findTest(db, mailingId);
  return test && { kind: 'test', seed: publicId, sharePercent: test.sharePercent };
}

async function buildRelease(db: Db, publicUrl: string, due: DueRelease, now: Date): Promise<boolean> {
  const { mailingId } = due;
  const edition = await findEditionBy(db, { mailingId });
  if (!edition || (await withdrawIfTooLate(db, edition, due))) return false;
  if (await withdrawIfTakenBack(db, edition, mailingId)) return false;
  const rendered = await renderForSending(db, publicUrl, edition, edition.leavesAt ?? new Date());
  if (rendered.kind === 'leaks') {
    const leaks = rendered.checks.map(({ message }) => message);
    await withdraw(db, edition, mailingId, { reason: leaks.join(' '), details: { leaks } });
    return false;
  }
  const { contents, gates, spoken, shown } = rendered;
  // The first rendering stands: a second run after a crash must not change what some rows may have been promised.
  for (const { variant, content } of contents) await putContent(db, mailingId, content, variant);
  await noteMailedStories(db, { mailingId, version: 1 }, shown);
  const division = await divisionOf(db, edition);
  // Two subjects are compared in the same hours: nobody waits for another.
  const hours = division === null ? await findOwnHours(db, edition.id, now) : [];
  return freezeAudience(db, mailingId, audienceOf(edition, { gates, spoken, division }, hours));
}

/**
 * Renders and freezes every released edition whose moment is near; safe to run again and from several processes. One that would
 * show somebody what is not for them is taken back.
 * @returns how many are ready to be sent now
 */
export async function buildReleases(db: Db, publicUrl: string, now = new Date()): Promise<number> {
  let built = 0;
  for (const due of await listDueReleases(db)) {
    if (await buildRelease(db, publicUrl, due, now)) built += 1;
  }
  return built;
}
