import { csvLine } from '../platform/csv.ts';
import type { Db } from '../platform/db.ts';
import { listEditionDeliveries } from './follow-edition.ts';

const pageSize = 2000;

/** Every reader of a released edition with the outcome and its reason, a few thousand in memory at a time. */
export async function* receiptCsv(db: Db, publicId: string): AsyncGenerator<string> {
  yield csvLine(['address', 'outcome', 'code', 'reason', 'attempts', 'ended_at', 'decided', 'subject']);
  for (let after = 0; ;) {
    const lines = await listEditionDeliveries(db, publicId, { after, limit: pageSize });
    const page = lines.map((line) =>
      csvLine([
        line.address,
        line.attempting ? 'attempting' : line.state,
        line.code === null ? '' : String(line.code),
        line.text ?? line.replyClass ?? '',
        String(line.attempts),
        line.endedAt?.toISOString() ?? '',
        line.resolution ?? '',
        line.subject?.toUpperCase() ?? '',
      ]),
    );
    yield page.join('');
    const last = lines.at(-1);
    if (lines.length < pageSize || !last) return;
    after = last.id;
  }
}
