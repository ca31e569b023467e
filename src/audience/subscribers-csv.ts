import { csvLine } from '../platform/csv.ts';
import type { Db } from '../platform/db.ts';
import { type SubscriberLine, listSubscribers } from './subscribers.ts';

const pageSize = 1000;

/** `morning-edition: active, daily; weekend: paused, weekly` */
const subscriptionsText = ({ subscriptions }: SubscriberLine): string =>
  subscriptions.map(({ slug, state, rhythm }) => `${slug}: ${state}, ${rhythm}`).join('; ');

/** Every reader, newest first, with what they subscribed to; a thousand in memory at a time. */
export async function* subscribersCsv(db: Db): AsyncGenerator<string> {
  yield csvLine([
    'id',
    'email',
    'name',
    'confirmed_at',
    'created_at',
    'subscriptions',
    'language',
    'time_zone',
  ]);
  for (let after: number | undefined; ;) {
    const lines = await listSubscribers(db, { after, limit: pageSize });
    const page = lines.map((line) =>
      csvLine([
        line.publicId,
        line.address,
        line.name ?? '',
        line.confirmedAt?.toISOString() ?? '',
        line.createdAt.toISOString(),
        subscriptionsText(line),
        line.language ?? '',
        line.timeZone ?? '',
      ]),
    );
    yield page.join('');
    const last = lines.at(-1);
    if (lines.length < pageSize || !last) return;
    after = last.id;
  }
}
