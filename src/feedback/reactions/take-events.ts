import type { Db } from '../../platform/db.ts';
import {
  addFigures,
  addHours,
  insertEvents,
  listJudged,
  listMarks,
  lockMailings,
  saveMarks,
} from '../sql/reactions.ts';
import { byDelivery } from './by-delivery.ts';
import { type Changes, changesOf, sumChanges } from './figures.ts';
import { judgeMarks } from './judge-marks.ts';
import type { Mark, ReaderEvent } from './reaction.ts';

/** A link in an open picture of a mail that is older does nothing any more. */
const openDays = 90;
const dayMs = 86_400_000;

const isTooOld = ({ kind, at }: ReaderEvent, acceptedAt: Date | null): boolean =>
  kind === 'open' && acceptedAt !== null && at.getTime() - acceptedAt.getTime() > openDays * dayMs;

/** Events, marks and figures of one batch, in one transaction: a figure is never ahead of its rows, nor behind. */
export async function takeEvents(db: Db, events: readonly ReaderEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.transaction().execute(async (tx) => {
    // Two processes may hold events of one delivery; each must judge what the other has written.
    await lockMailings(tx, [...new Set(events.map(({ mailingId }) => mailingId))]);
    const ids = [...new Set(events.map(({ deliveryId }) => deliveryId))];
    const [judged, known] = [await listJudged(tx, ids), await listMarks(tx, ids)];
    const taken = events.filter((event) => {
      const delivery = judged.get(event.deliveryId);
      return delivery?.mailingId === event.mailingId && !isTooOld(event, delivery.acceptedAt);
    });
    await insertEvents(tx, taken);

    const changed: { deliveryId: number; mailingId: number; marks: readonly Mark[] }[] = [];
    const changes: Changes[] = [];
    for (const [deliveryId, own] of byDelivery(taken)) {
      const delivery = judged.get(deliveryId);
      if (!delivery) continue;
      const before = known.get(deliveryId) ?? [];
      const marks = judgeMarks(before, own, delivery);
      changed.push({ deliveryId, mailingId: delivery.mailingId, marks });
      changes.push(changesOf(delivery.mailingId, before, marks));
    }
    await saveMarks(tx, changed);
    const { figures, hours } = sumChanges(changes);
    await addFigures(tx, figures);
    await addHours(tx, hours);
  });
}
