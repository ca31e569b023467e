import type { Db } from '../platform/db.ts';
import { lockMailing } from './sql/mailings.ts';
import {
  type MailingTotals,
  countTotals,
  findTotals,
  insertTotals,
  isOver,
  listUncounted,
} from './sql/totals.ts';

export type { MailingTotals } from './sql/totals.ts';

/** Counts a mailing that is over, once. The lock keeps a retry from adding chunks meanwhile. */
const keepTotals = (db: Db, mailingId: number): Promise<MailingTotals> =>
  db.transaction().execute(async (tx) => {
    await lockMailing(tx, mailingId);
    const totals = await countTotals(tx, mailingId);
    if (await isOver(tx, mailingId)) await insertTotals(tx, mailingId, totals);
    return totals;
  });

/** What became of mailings: kept for those that are over, counted at this moment for those under way. */
export async function readTotals(
  db: Db,
  mailingIds: readonly number[],
): Promise<ReadonlyMap<number, MailingTotals>> {
  const totals = new Map(await findTotals(db, mailingIds));
  for (const id of mailingIds) {
    if (totals.has(id)) continue;
    totals.set(id, (await isOver(db, id)) ? await keepTotals(db, id) : await countTotals(db, id));
  }
  return totals;
}

/** Counts a mailing that has ended since the last look, so that no report waits for it. */
export async function countEnded(db: Db): Promise<void> {
  for (const id of await listUncounted(db, 1)) await keepTotals(db, id);
}
