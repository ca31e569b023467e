import type { Db } from '../../platform/db.ts';
import {
  addMonth,
  dropMonth,
  findKeepMonths,
  listMonths,
  lockMonths,
  updateKeepMonths,
} from '../sql/months.ts';

/** So many months beyond this one are there before they are needed. */
const monthsAhead = 2;

const monthAt = (now: Date, offset: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));

const nameOf = (month: Date): string => month.toISOString().slice(0, 7).replace('-', '_');

/**
 * Makes room for the events of this month and the next, and drops the months that are older than the newsroom keeps: a
 * whole part of the table at once. Run daily, by several processes at once if it comes to that.
 */
export async function keepEventMonths(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockMonths(tx);
    const known = await listMonths(tx);
    for (let offset = 0; offset <= monthsAhead; offset += 1) {
      const month = monthAt(now, offset);
      if (!known.includes(nameOf(month))) await addMonth(tx, nameOf(month), month, monthAt(now, offset + 1));
    }
    const oldest = nameOf(monthAt(now, -(await findKeepMonths(tx))));
    for (const month of known) if (month < oldest) await dropMonth(tx, month);
  });
}

/** How many whole months requests are kept beside the present one. */
export const readKeepMonths = (db: Db): Promise<number> => findKeepMonths(db);

/**
 * Says how many whole months requests are kept beside the present one; the figures stay.
 * @returns false when it is not a whole number from 1 to 60, and nothing is changed then */
export async function setKeepMonths(db: Db, months: number): Promise<boolean> {
  if (!Number.isInteger(months) || months < 1 || months > 60) return false;
  await updateKeepMonths(db, months);
  return true;
}
