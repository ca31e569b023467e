import { z } from 'zod';
import { recordAct } from '../../../staff/audit.ts';
import {
  type Endpoint as WebhookEndpoint,
  addEndpoint,
  deleteEndpoint,
  findEndpoint,
  findEndpointProblems,
  listEndpoints,
  rotateSecret,
  saveEndpoint,
  turnEndpoint,
} from '../../../webhooks/endpoints.ts';
import { allEventKinds } from '../../../webhooks/event-kinds.ts';
import { listDeliveries, replayDelivery, sendTestEvent } from '../../../webhooks/log.ts';
import type { Db } from '../../../platform/db.ts';
import { type ApiCaller, type Endpoint, endpoint } from '../endpoint.ts';
import { idOfCursor, listOf, listQuery, pageById } from '../list-query.ts';
import { ApiProblem } from '../problem.ts';
import { iso, isoOrNull, moment } from './shapes.ts';

const kind = z.enum(allEventKinds);
const webhook = z.strictObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  withAddress: z.boolean().describe('Whether messages carry address and name of the reader'),
  isOn: z.boolean(),
  offBecause: z.string().nullable().describe('Why Doorstep turned it off'),
  failingSince: moment.nullable(),
});
const secret = z
  .string()
  .nullable()
  .describe('Shown this once, whsec_ and 32 bytes in base64; null in the answer to a repetition');

const toJson = (line: WebhookEndpoint): z.input<typeof webhook> => ({
  id: line.publicId,
  name: line.name,
  url: line.url,
  events: [...line.kinds],
  withAddress: line.withAddress,
  isOn: line.isOn,
  offBecause: line.offBecause,
  failingSince: isoOrNull(line.failingSince),
});

async function readWebhook(db: Db, id: string): Promise<WebhookEndpoint> {
  const found = await findEndpoint(db, id);
  if (!found) throw new ApiProblem('not-found', { detail: 'There is no webhook with this id.' });
  return found;
}

/** @throws ApiProblem that names every field at fault */
function checkDraft(draft: Parameters<typeof findEndpointProblems>[0]): void {
  const errors = findEndpointProblems(draft).map(({ field, message }) => ({
    field: field === 'kinds' ? 'events' : field,
    message,
  }));
  if (errors.length > 0) throw new ApiProblem('invalid-input', { errors });
}

const listWebhooks = endpoint({
  method: 'get',
  path: '/webhooks',
  scope: 'webhooks:read',
  summary: 'List the webhooks',
  answers: { 200: { description: 'All of them, oldest first', schema: listOf(webhook) } },
  async run({ setting: { db } }) {
    return { status: 200, body: { data: (await listEndpoints(db)).map(toJson), next: null } };
  },
});

const findWebhook = endpoint({
  method: 'get',
  path: '/webhooks/{id}',
  scope: 'webhooks:read',
  summary: 'Fetch a webhook',
  answers: { 200: { description: 'The webhook', schema: webhook } },
  async run({ setting: { db }, id }) {
    return { status: 200, body: toJson(await readWebhook(db, id)) };
  },
});

const addWebhook = endpoint({
  method: 'post',
  path: '/webhooks',
  scope: 'webhooks:write',
  summary: 'Add a webhook',
  description:
    'From then on each event of its kinds is posted to the address, signed by Standard Webhooks, at least once.',
  secretField: 'secret',
  body: z.strictObject({
    name: z.string().max(80).describe('Who listens there'),
    url: z.string().max(500).describe('On the open internet; redirects are not followed'),
    events: z.array(kind),
    withAddress: z.boolean().default(false),
  }),
  answers: {
    201: { description: 'The webhook, with its secret', schema: webhook.extend({ secret }) },
  },
  async run({ setting: { db, keys }, actor, body: { name, url, events: kinds, withAddress } }) {
    const draft = { name: name.trim(), url, kinds, withAddress };
    checkDraft(draft);
    const added = await db.transaction().execute(async (tx) => {
      const made = await addEndpoint(tx, keys, draft);
      const object = `webhook ${made.publicId}`;
      const details = { kinds, withAddress, host: new URL(url).host };
      await recordAct(tx, { actor, action: `added the webhook ${draft.name}`, object, details });
      return made;
    });
    const line = await readWebhook(db, added.publicId);
    return { status: 201, body: { ...toJson(line), secret: added.secret } };
  },
});

const saveWebhook = endpoint({
  method: 'patch',
  path: '/webhooks/{id}',
  scope: 'webhooks:write',
  summary: 'Change a webhook',
  description: 'What is left out stays. Turned on again, it gets what waited for it.',
  body: z.strictObject({
    name: z.string().max(80).optional(),
    url: z.string().max(500).optional(),
    events: z.array(kind).optional(),
    withAddress: z.boolean().optional(),
    isOn: z.boolean().optional(),
  }),
  answers: { 200: { description: 'The webhook as it is now', schema: webhook } },
  async run({ setting: { db, ring }, actor, id, body }) {
    const line = await readWebhook(db, id);
    const draft = {
      name: body.name?.trim() ?? line.name,
      url: body.url ?? line.url,
      kinds: body.events ?? line.kinds,
      withAddress: body.withAddress ?? line.withAddress,
    };
    checkDraft(draft);
    await db.transaction().execute(async (tx) => {
      await saveEndpoint(tx, id, draft);
      if (body.isOn !== undefined) await turnEndpoint(tx, id, body.isOn);
      const details = { changed: Object.keys(body) };
      await recordAct(tx, {
        actor,
        action: `changed the webhook ${draft.name}`,
        object: `webhook ${id}`,
        details,
      });
    });
    await ring('webhooks');
    return { status: 200, body: toJson(await readWebhook(db, id)) };
  },
});

const newSecret = endpoint({
  method: 'post',
  path: '/webhooks/{id}/secret',
  scope: 'webhooks:write',
  summary: 'Make a new secret',
  description: 'For a day each message is signed with both.',
  secretField: 'secret',
  answers: { 200: { description: 'The new secret', schema: z.strictObject({ secret }) } },
  async run({ setting: { db, keys }, actor, id }) {
    const line = await readWebhook(db, id);
    const fresh = await db.transaction().execute(async (tx) => {
      const action = `made a new secret for the webhook ${line.name}`;
      await recordAct(tx, { actor, action, object: `webhook ${id}` });
      return rotateSecret(tx, keys, id);
    });
    return { status: 200, body: { secret: fresh } };
  },
});

const delivery = z.strictObject({
  id: z.int(),
  event: z.string().describe('The webhook-id of the message'),
  kind: z.string(),
  state: z.enum(['waiting', 'taken', 'given-up']),
  occurredAt: moment,
  dueAt: moment.nullable().describe('When the next attempt is made'),
  attempts: z.array(
    z.strictObject({ at: moment, isTaken: z.boolean(), answer: z.string(), milliseconds: z.int() }),
  ),
});

const listWebhookDeliveries = endpoint({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  scope: 'webhooks:read',
  summary: 'List what a webhook was sent',
  description: 'Newest first, with each attempt. Kept for ninety days.',
  query: listQuery,
  answers: { 200: { description: 'A page of messages', schema: listOf(delivery) } },
  async run({ setting: { db }, id, query }) {
    const { id: endpointId } = await readWebhook(db, id);
    const found = await listDeliveries(db, endpointId, {
      before: idOfCursor(query.cursor),
      limit: query.limit + 1,
    });
    const { lines, next } = pageById(found, query.limit);
    const data = lines.map((line) => ({
      id: line.id,
      event: line.eventId,
      kind: line.kind,
      state: line.state,
      occurredAt: iso(line.occurredAt),
      dueAt: line.state === 'waiting' ? iso(line.dueAt) : null,
      attempts: line.attempts.map(({ at, isTaken, words, tookMs }) => ({
        at: iso(at),
        isTaken,
        answer: words,
        milliseconds: tookMs,
      })),
    }));
    return { status: 200, body: { data, next } };
  },
});

const queued = z.strictObject({ state: z.literal('waiting') });

const testWebhook = endpoint({
  method: 'post',
  path: '/webhooks/{id}/test',
  scope: 'webhooks:write',
  summary: 'Send a test to a webhook',
  answers: { 202: { description: 'A message of the kind test is on its way', schema: queued } },
  async run({ setting: { db, ring }, actor, id }) {
    const line = await readWebhook(db, id);
    await db.transaction().execute(async (tx) => {
      const action = `sent a test to the webhook ${line.name}`;
      await recordAct(tx, { actor, action, object: `webhook ${id}` });
      await sendTestEvent(tx, line.id);
    });
    await ring('webhooks');
    return { status: 202, body: { state: 'waiting' } };
  },
});

const replayWebhook = endpoint({
  method: 'post',
  path: '/webhooks/{id}/replay',
  scope: 'webhooks:write',
  summary: 'Send a message again',
  description: 'Under the webhook-id it had.',
  body: z.strictObject({ delivery: z.int().describe('The id of one of its deliveries') }),
  answers: { 202: { description: 'It is on its way again', schema: queued } },
  async run({ setting: { db, ring }, actor, id, body }) {
    const line = await readWebhook(db, id);
    const isDone = await db.transaction().execute(async (tx) => {
      if (!(await replayDelivery(tx, line.id, body.delivery))) return false;
      const action = `sent something again to the webhook ${line.name}`;
      await recordAct(tx, { actor, action, object: `webhook ${id}` });
      return true;
    });
    if (!isDone) throw new ApiProblem('not-found', { detail: 'This webhook has no delivery with this id.' });
    await ring('webhooks');
    return { status: 202, body: { state: 'waiting' } };
  },
});

const removeWebhook = endpoint({
  method: 'post',
  path: '/webhooks/{id}/remove',
  scope: 'webhooks:write',
  summary: 'Remove a webhook',
  description: 'What waits for it is not sent any more.',
  answers: { 200: { description: 'It is gone', schema: z.strictObject({ state: z.literal('removed') }) } },
  async run({ setting: { db }, actor, id }: ApiCaller) {
    const line = await readWebhook(db, id);
    await db.transaction().execute(async (tx) => {
      await deleteEndpoint(tx, id);
      await recordAct(tx, {
        actor,
        action: `removed the webhook ${line.name}`,
        object: `webhook ${id}`,
      });
    });
    return { status: 200, body: { state: 'removed' } };
  },
});

/** Who else is told what happens. */
export const webhookEndpoints: readonly Endpoint[] = [
  listWebhooks,
  addWebhook,
  findWebhook,
  saveWebhook,
  newSecret,
  listWebhookDeliveries,
  testWebhook,
  replayWebhook,
  removeWebhook,
];
