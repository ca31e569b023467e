import { z } from 'zod';
import { type Db, type Fragment } from '../platform/db.ts';
import { addTagTo, removeTagFrom } from '../audience/attributes.ts';
import {
  type EndedSubscription,
  endMany,
  resubscribeEnded,
  subscribeMany,
  unsubscribeAdded,
} from '../audience/many-subscriptions.ts';
import { giveMany, takeGivenBack } from '../membership/many-entitlements.ts';

/** What can be done to many readers at once; kept as it is with what was done. */
export const bulkActShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add tag'), tag: z.string() }),
  z.object({ kind: z.literal('remove tag'), tag: z.string() }),
  z.object({
    kind: z.literal('subscribe'),
    newsletterId: z.int(),
    newsletter: z.string(),
    /** Where the consent comes from. */
    words: z.string(),
  }),
  z.object({ kind: z.literal('unsubscribe'), newsletterId: z.int(), newsletter: z.string() }),
  z.object({
    kind: z.literal('give tier'),
    tierId: z.int(),
    tier: z.string(),
    endsAt: z.iso.datetime().nullable(),
  }),
]);

export type BulkAct = Readonly<z.infer<typeof bulkActShape>>;

/** One reader whom an act changed, and what it takes to undo that. */
export type ChangedReader = { readonly id: number; readonly before: Readonly<Record<string, unknown>> };

export type BulkOccasion = {
  /** Marks what the act leaves behind: `bulk abc…`. */
  readonly mark: string;
  readonly by: string;
  /** When it was done: a query for one moment. */
  readonly at: Fragment;
};

const without = (ids: readonly number[]): readonly ChangedReader[] => ids.map((id) => ({ id, before: {} }));

/** Does it to a chunk of readers; gives those whom it changed. */
export async function applyAct(
  tx: Db,
  act: BulkAct,
  ids: readonly number[],
  { mark, by }: BulkOccasion,
): Promise<readonly ChangedReader[]> {
  switch (act.kind) {
    case 'add tag':
      return without(await addTagTo(tx, ids, act.tag));
    case 'remove tag':
      return without(await removeTagFrom(tx, ids, act.tag));
    case 'subscribe':
      return without(await subscribeMany(tx, { ids, newsletterId: act.newsletterId, words: act.words }));
    case 'unsubscribe': {
      const ended = await endMany(tx, { ids, newsletterId: act.newsletterId, evidence: mark });
      return ended.map(({ subscriberId, ...before }) => ({ id: subscriberId, before }));
    }
    case 'give tier': {
      const endsAt = act.endsAt === null ? null : new Date(act.endsAt);
      const given = await giveMany(tx, {
        ids,
        tierId: act.tierId,
        endsAt,
        note: 'Given to many at once',
        grantedBy: by,
      });
      return given.map(({ subscriberId, entitlementId }) => ({
        id: subscriberId,
        before: { entitlementId },
      }));
    }
  }
}

const beforeEnd = z.object({
  state: z.enum(['pending', 'active', 'paused']),
  pausedUntil: z.string().nullable(),
});
const beforeGift = z.object({ entitlementId: z.int() });

const endedOf = ({ id, before }: ChangedReader): EndedSubscription => ({
  subscriberId: id,
  ...beforeEnd.parse(before),
});

/** Takes it back from a chunk of readers, where nothing has changed since; gives the ids of those. */
export async function revertAct(
  tx: Db,
  act: BulkAct,
  changed: readonly ChangedReader[],
  { mark, at }: BulkOccasion,
): Promise<readonly number[]> {
  const ids = changed.map(({ id }) => id);
  switch (act.kind) {
    case 'add tag':
      return removeTagFrom(tx, ids, act.tag);
    case 'remove tag':
      return addTagTo(tx, ids, act.tag);
    case 'subscribe':
      return unsubscribeAdded(tx, { ids, newsletterId: act.newsletterId, at });
    case 'unsubscribe':
      return resubscribeEnded(tx, {
        before: changed.map(endedOf),
        newsletterId: act.newsletterId,
        evidence: mark,
        at,
      });
    case 'give tier':
      return takeGivenBack(
        tx,
        changed.map(({ before }) => beforeGift.parse(before).entitlementId),
      );
  }
}
