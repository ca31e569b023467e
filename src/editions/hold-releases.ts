import { pauseAllMailings, withdrawFreezing } from '../delivery/mailings.ts';
import type { Db } from '../platform/db.ts';
import { findEditionBy } from './sql/editions.ts';
import { listFreezing, takeReleaseBack } from './sql/releases.ts';

export type Held = {
  /** Mailings that wait for somebody to resume them. */
  readonly paused: number;
  /** Editions that are drafts again, since their audience was not frozen yet. */
  readonly drafts: number;
};

/**
 * Keeps everything that is on its way from leaving by itself. After a restore nobody knows what left since the backup was
 * made: whoever remembers decides.
 * @param reason stands beside each paused edition
 */
export async function holdReleases(tx: Db, reason: string): Promise<Held> {
  let drafts = 0;
  for (const mailingId of await listFreezing(tx)) {
    const edition = await findEditionBy(tx, { mailingId });
    if (!edition || !(await withdrawFreezing(tx, mailingId))) continue;
    await takeReleaseBack(tx, edition.id);
    drafts += 1;
  }
  return { paused: await pauseAllMailings(tx, reason), drafts };
}
