import type { Db } from '../../platform/db.ts';
import { type LateRuns, countLateRuns } from './sql/runs.ts';

export type { LateRuns } from './sql/runs.ts';

/** How many automatic editions have not left although their hour is over, and the oldest one's delay: for a monitor. */
export const readLateRuns = (db: Db): Promise<LateRuns> => countLateRuns(db);
