import { csvLine } from '../platform/csv.ts';
import type { Db } from '../platform/db.ts';
import { type ActFilter, listActs } from './audit.ts';

const pageSize = 2000;

/** The trail as a file, newest first, a few thousand lines in memory at a time. Times are UTC. */
export async function* trailCsv(db: Db, filter: ActFilter): AsyncGenerator<string> {
  yield csvLine(['at', 'who', 'what', 'object', 'details']);
  for (let before: number | undefined; ;) {
    const lines = await listActs(db, { ...filter, before, limit: pageSize });
    const page = lines.map(({ at, actor, action, object, details }) =>
      csvLine([at.toISOString(), actor, action, object ?? '', JSON.stringify(details ?? {})]),
    );
    yield page.join('');
    before = lines.at(-1)?.id;
    if (lines.length < pageSize || before === undefined) return;
  }
}
