import { type ReplyClass, findEnhancedCode } from '../../delivery/classify-reply.ts';
import type { BounceClass } from '../../delivery/reply-classes/reply-class.ts';
import type { Db } from '../../platform/db.ts';
import type { KeyRing } from '../../platform/key-ring.ts';
import { type Refusal, listNewRefusals, setReached } from '../sql/refusals.ts';
import { reasonOf } from './consequences.ts';
import { takeFeedback } from './take-feedback.ts';

const batch = 500;

const isClass = (text: string): text is ReplyClass => Object.hasOwn(reasonOf, text);

const classOf = ({ outcome, replyClass }: Refusal): BounceClass => {
  if (outcome === 'expired') return 'expired';
  return replyClass !== null && isClass(replyClass) ? replyClass : 'unknown';
};

/**
 * Takes in what relays refused while mail was handed over, and what was given up after days. A process that dies in between
 * loses nothing: the trail of attempts says what is still to do.
 * @param end when it is asked for, the rest is left for later
 * @returns how many were taken in
 */
export async function takeRefusals(db: Db, keys: KeyRing, end?: AbortSignal): Promise<number> {
  let taken = 0;
  for (;;) {
    const refusals = await listNewRefusals(db, batch);
    const before = taken;
    for (const refusal of refusals) {
      if (end?.aborted === true) return taken;
      const text = refusal.text ?? '';
      const { kind } = await takeFeedback(db, keys, {
        kind: 'bounce',
        source: 'reply',
        sourceId: String(refusal.attemptId),
        about: { deliveryId: refusal.deliveryId },
        class: classOf(refusal),
        status: findEnhancedCode(text) ?? null,
        diagnostic: text.replace(/\s+/g, ' ').slice(0, 300),
        happenedAt: refusal.at,
      });
      if (kind === 'taken') taken += 1;
    }
    const last = refusals.at(-1);
    if (last) await setReached(db, last.at);
    if (refusals.length < batch || taken === before) return taken;
  }
}
