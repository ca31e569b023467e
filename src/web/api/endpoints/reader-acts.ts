import { z } from 'zod';
import { type Subscriber, findSubscriberBy } from '../../../audience/subscribers.ts';
import { liftSuppressionById } from '../../../delivery/suppressions.ts';
import { endEntitlement } from '../../../membership/entitlements.ts';
import { eraseReader } from '../../../membership/erase-reader.ts';
import type { Db } from '../../../platform/db.ts';
import { recordAct } from '../../../staff/audit.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { addressKeyOf } from './subscribers.ts';

async function readReader(db: Db, publicId: string): Promise<Subscriber> {
  const reader = await findSubscriberBy(db, { publicId });
  if (!reader) throw new ApiProblem('not-found', { detail: 'There is no reader with this id.' });
  return reader;
}

const endEntitlementEndpoint = endpoint({
  method: 'post',
  path: '/subscribers/{id}/entitlements/end',
  scope: 'entitlements:write',
  summary: 'End what a reader holds',
  description: 'At once. No payment is cancelled by it: what Stripe takes the money for is ended there.',
  body: z.strictObject({ entitlement: z.int().describe('The id of one of theirs') }),
  answers: { 200: { description: 'It has ended', schema: z.strictObject({ state: z.literal('ended') }) } },
  async run({ setting: { db }, actor, id, body }) {
    const reader = await readReader(db, id);
    const isEnded = await db.transaction().execute(async (tx) => {
      if (!(await endEntitlement(tx, reader.id, body.entitlement))) return false;
      await recordAct(tx, { actor, action: 'ended a subscription', object: `subscriber ${id}` });
      return true;
    });
    if (!isEnded) throw new ApiProblem('not-found', { detail: 'This reader holds nothing with this id.' });
    return { status: 200, body: { state: 'ended' } };
  },
});

const liftEndpoint = endpoint({
  method: 'post',
  path: '/subscribers/{id}/lift',
  scope: 'suppressions:write',
  summary: 'Lift a suppression of a reader',
  description: 'For an address that takes mail again. The row stays as history.',
  body: z.strictObject({ suppression: z.int().describe('The id of one of theirs') }),
  answers: { 200: { description: 'Lifted', schema: z.strictObject({ state: z.literal('lifted') }) } },
  async run({ setting: { db }, actor, id, body }) {
    const { addressKey } = await readReader(db, id);
    const because = `${actor} said so`;
    const scope = await db.transaction().execute(async (tx) => {
      const lifted = await liftSuppressionById(tx, { addressKey, id: body.suppression, because });
      const action = `lifted the suppression of ${lifted}`;
      if (lifted !== null) await recordAct(tx, { actor, action, object: `subscriber ${id}` });
      return lifted;
    });
    if (scope === null)
      throw new ApiProblem('not-found', { detail: 'Nothing with this id keeps mail from this reader.' });
    return { status: 200, body: { state: 'lifted' } };
  },
});

const eraseEndpoint = endpoint({
  method: 'post',
  path: '/subscribers/{id}/erase',
  scope: 'subscribers:erase',
  summary: 'Erase a reader',
  description:
    'Removes the person from every table (GDPR, article 17); an import never brings them back. This cannot be undone.',
  body: z.strictObject({
    email: z.string().max(320).describe('Their address, so that nobody errs in the id'),
  }),
  answers: { 200: { description: 'They are gone', schema: z.strictObject({ state: z.literal('erased') }) } },
  async run({ setting: { db, keys }, actor, id, body }) {
    const reader = await readReader(db, id);
    if (addressKeyOf(body.email) !== reader.addressKey)
      throw invalidInput('email', 'This is not the address of this reader');
    const { kind } = await eraseReader(db, keys, reader.id);
    switch (kind) {
      case 'erased':
      case 'unknown':
        await recordAct(db, { actor, action: 'erased a reader', object: `subscriber ${id}` });
        return { status: 200, body: { state: 'erased' } };
      case 'pays':
        throw new ApiProblem('no-change', {
          detail: 'This reader pays for a subscription. End it first, so that nobody is charged afterwards.',
        });
      case 'mail-on-its-way':
        throw new ApiProblem('unavailable', {
          detail: 'A mail to this reader is leaving at this very moment. Try again in a minute.',
          headers: { 'Retry-After': '60' },
        });
      default:
        return kind satisfies never;
    }
  },
});

/** What the newsroom does for one reader. */
export const readerActEndpoints: readonly Endpoint[] = [endEntitlementEndpoint, liftEndpoint, eraseEndpoint];
