import { z } from 'zod';
import { findSubscriberBy, type Subscriber } from '../../../audience/subscribers.ts';
import { type Entitlement, grantEntitlement, listEntitlements } from '../../../membership/entitlements.ts';
import { findTier, listTiers } from '../../../membership/tiers.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, isoOrNull, moment, slug } from './shapes.ts';

const reason = z.enum(['invoice', 'comp', 'staff', 'gift']);

const entitlement = z.strictObject({
  id: z.int(),
  tier: slug,
  reason: z.enum([...reason.options, 'payment', 'group']),
  note: z.string().nullable(),
  startsAt: moment,
  endsAt: moment.nullable().describe('Null: until it is ended by hand'),
  grantedBy: z.string(),
});

const toJson = (held: Entitlement): z.input<typeof entitlement> => ({
  id: held.id,
  tier: held.tier,
  reason: held.reason,
  note: held.note,
  startsAt: iso(held.startsAt),
  endsAt: isoOrNull(held.endsAt),
  grantedBy: held.grantedBy,
});

async function readSubscriber(db: Db, publicId: string): Promise<Subscriber> {
  const subscriber = await findSubscriberBy(db, { publicId });
  if (!subscriber) throw new ApiProblem('not-found', { detail: 'There is no reader with this id.' });
  return subscriber;
}

async function listHeld(db: Db, { id }: Subscriber): Promise<z.input<typeof entitlement>[]> {
  return ((await listEntitlements(db, [id])).get(id) ?? []).map(toJson);
}

export const listTiersEndpoint = endpoint({
  method: 'get',
  path: '/tiers',
  scope: 'newsletters:read',
  summary: 'List the tiers',
  description: 'From free upwards. Access grows with the rank.',
  answers: {
    200: {
      description: 'All tiers',
      schema: listOf(
        z.strictObject({
          slug,
          name: z.string(),
          description: z.string(),
          benefits: z.array(z.string()),
          rank: z.int(),
          isRecommended: z.boolean(),
          prices: z.array(
            z.strictObject({
              every: z.enum(['month', 'year']),
              amountMinor: z.int().describe('In the smallest unit of the currency'),
              currency: z.string(),
            }),
          ),
        }),
      ),
    },
  },
  async run({ setting: { db } }) {
    return {
      status: 200,
      body: { data: (await listTiers(db)).map(({ id: _id, ...tier }) => tier), next: null },
    };
  },
});

export const listEntitlementsEndpoint = endpoint({
  method: 'get',
  path: '/subscribers/{id}/entitlements',
  scope: 'subscribers:read',
  summary: 'List what a reader holds',
  description: 'What is in force at this moment, the highest tier first.',
  answers: { 200: { description: 'What they hold', schema: listOf(entitlement) } },
  async run({ setting: { db }, id }) {
    return { status: 200, body: { data: await listHeld(db, await readSubscriber(db, id)), next: null } };
  },
});

export const grantEntitlementEndpoint = endpoint({
  method: 'post',
  path: '/subscribers/{id}/entitlements',
  scope: 'entitlements:write',
  summary: 'Give a reader a tier',
  description: 'Answers an open request of the reader for a tier. Nothing is charged.',
  body: z.strictObject({
    tier: slug,
    reason: reason.default('comp'),
    note: z.string().max(200).optional(),
    endsAt: z.iso
      .datetime({ offset: true, error: 'Please give a moment such as 2027-01-31T12:00:00Z' })
      .optional()
      .describe('Left out: until it is ended by hand'),
  }),
  answers: { 201: { description: 'What the reader holds now', schema: listOf(entitlement) } },
  async run({ setting: { db, clock }, actor, id, body }) {
    const subscriber = await readSubscriber(db, id);
    const tier = await findTier(db, body.tier);
    if (!tier) throw invalidInput('tier', `There is no tier ${body.tier}`);
    const endsAt = body.endsAt === undefined ? null : new Date(body.endsAt);
    if (endsAt && endsAt <= clock())
      throw invalidInput('endsAt', 'Please give a moment that is still to come');
    await db.transaction().execute(async (tx) => {
      await grantEntitlement(tx, {
        subscriberId: subscriber.id,
        tierId: tier.id,
        reason: body.reason,
        note: body.note ?? null,
        endsAt,
        grantedBy: actor,
      });
      await recordAct(tx, { actor, action: `gave the tier ${tier.slug}`, object: `subscriber ${id}` });
    });
    return { status: 201, body: { data: await listHeld(db, subscriber), next: null } };
  },
});
