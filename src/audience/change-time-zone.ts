import type { Db } from '../platform/db.ts';
import { recordAct } from '../staff/audit.ts';
import { findSubscriberBy, setTimeZone } from './sql/subscribers.ts';

/** Sets a reader's zone for them; null: the paper's. False when there is no such reader. */
export async function changeTimeZone(
  db: Db,
  { publicId, timeZone, by }: { publicId: string; timeZone: string | null; by: string },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const subscriber = await findSubscriberBy(tx, { publicId });
    if (!subscriber) return false;
    await setTimeZone(tx, subscriber.id, timeZone);
    const details = { timeZone };
    await recordAct(tx, {
      actor: by,
      action: 'changed the zone of a reader',
      object: `subscriber ${publicId}`,
      details,
    });
    return true;
  });
}
