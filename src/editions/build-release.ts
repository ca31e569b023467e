import { freezeAudience, putContent, withdrawFreezing } from '../delivery/mailings.ts';
import type { Db } from '../platform/db.ts';
import { audienceOf } from './edition-audience.ts';
import { noteMailedStories } from './mailed-stories.ts';
import { renderForSending } from './render-for-sending.ts';
import { findEditionBy } from './sql/editions.ts';
import { listFreezing, takeReleaseBack } from './sql/releases.ts';

/**
 * Nothing of it has left, so it is a draft again, with the reason on it. Whoever released it hears of it
 * (`edition-notices.ts`), and of an automatic one whoever the watch tells.
 */
const takeBack = (db: Db, mailingId: number, reason: string): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const edition = await findEditionBy(tx, { mailingId }, { forUpdate: true });
    if (edition && (await withdrawFreezing(tx, mailingId))) await takeReleaseBack(tx, edition.id, reason);
  });

async function buildRelease(db: Db, publicUrl: string, mailingId: number): Promise<boolean> {
  const edition = await findEditionBy(db, { mailingId });
  if (!edition) return false;
  const rendered = await renderForSending(db, publicUrl, edition, edition.leavesAt ?? new Date());
  if (rendered.kind === 'leaks') {
    await takeBack(db, mailingId, rendered.checks.map(({ message }) => message).join(' '));
    return false;
  }
  const { contents, gates, spoken, shown } = rendered;
  // The first rendering stands: a second run after a crash must not change what some rows may have been promised.
  for (const { variant, content } of contents) await putContent(db, mailingId, content, variant);
  await noteMailedStories(db, { mailingId, version: 1 }, shown);
  return freezeAudience(db, mailingId, audienceOf(edition, { gates, spoken }));
}

/**
 * Renders and freezes every released edition that waits for it; safe to run again and from several processes. One that would
 * show somebody what is not for them is taken back.
 * @returns how many are ready to be sent now
 */
export async function buildReleases(db: Db, publicUrl: string): Promise<number> {
  let built = 0;
  for (const mailingId of await listFreezing(db)) {
    if (await buildRelease(db, publicUrl, mailingId)) built += 1;
  }
  return built;
}
