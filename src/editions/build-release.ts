import { freezeAudience, putContent, withdrawFreezing } from '../delivery/mailings.ts';
import type { Db } from '../platform/db.ts';
import { recordAct } from '../staff/audit.ts';
import { findOwnHours } from './digests/own-hours.ts';
import { noteWithdrawn } from './digests/sql/runs.ts';
import { audienceOf } from './edition-audience.ts';
import { noteMailedStories } from './mailed-stories.ts';
import { renderForSending } from './render-for-sending.ts';
import { type Edition, findEditionBy } from './sql/editions.ts';
import { listFreezing, takeReleaseBack } from './sql/releases.ts';
import { listTakenBack } from './sql/stories.ts';

/**
 * A story of it was taken back between the release and this moment: nothing leaves, and the edition is a draft again.
 * @returns whether that was so
 */
async function withdraw(db: Db, { id, publicId }: Edition, mailingId: number): Promise<boolean> {
  const titles = await listTakenBack(db, id);
  if (titles.length === 0) return false;
  return db.transaction().execute(async (tx) => {
    if (!(await withdrawFreezing(tx, mailingId))) return false;
    await takeReleaseBack(tx, id);
    await noteWithdrawn(tx, id, 'A story in it was taken back as it was to leave.');
    const action = 'kept an edition from leaving';
    const details = { takenBack: titles };
    await recordAct(tx, { actor: 'Doorstep', action, object: `edition ${publicId}`, details });
    return true;
  });
}

async function buildRelease(db: Db, publicUrl: string, mailingId: number, now: Date): Promise<boolean> {
  const edition = await findEditionBy(db, { mailingId });
  if (!edition || (await withdraw(db, edition, mailingId))) return false;
  const { contents, gates, spoken, shown } = await renderForSending(
    db,
    publicUrl,
    edition,
    edition.leavesAt ?? new Date(),
  );
  // The first rendering stands: a second run after a crash must not change what some rows may have been promised.
  for (const { variant, content } of contents) await putContent(db, mailingId, content, variant);
  await noteMailedStories(db, { mailingId, version: 1 }, shown);
  const hours = await findOwnHours(db, edition.id, now);
  return freezeAudience(db, mailingId, audienceOf(edition, { gates, spoken }, hours));
}

/**
 * Renders and freezes every released edition that waits for it; safe to run again and from several processes.
 * @returns how many are ready to be sent now
 */
export async function buildReleases(db: Db, publicUrl: string, now = new Date()): Promise<number> {
  let built = 0;
  for (const mailingId of await listFreezing(db)) {
    if (await buildRelease(db, publicUrl, mailingId, now)) built += 1;
  }
  return built;
}
