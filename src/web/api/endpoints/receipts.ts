import { z } from 'zod';
import { deliveryStates } from '../../../delivery/receipt.ts';
import { listEditionDeliveries, readEditionReceipt } from '../../../editions/follow-edition.ts';
import { endpoint } from '../endpoint.ts';
import { idOfCursor, listOf, listQuery, pageById } from '../list-query.ts';
import { ApiProblem } from '../problem.ts';
import { readEdition, receipt, receiptJson } from './edition-json.ts';
import { isoOrNull, moment } from './shapes.ts';

export const receiptEndpoint = endpoint({
  method: 'get',
  path: '/editions/{id}/receipt',
  scope: 'editions:read',
  summary: 'Fetch the receipt',
  description:
    'Every reader of the frozen audience with exactly one outcome, counted from rows at this moment.',
  answers: { 200: { description: 'The account', schema: receipt } },
  async run({ setting: { db }, id }) {
    await readEdition(db, id);
    const found = await readEditionReceipt(db, id);
    if (!found) throw new ApiProblem('not-released');
    return { status: 200, body: receiptJson(found) };
  },
});

const delivery = z.strictObject({
  email: z.string(),
  state: z.enum([...deliveryStates, 'attempting']),
  resolution: z
    .enum(['resend', 'rest'])
    .nullable()
    .describe('What was decided about an answer that was lost'),
  attempts: z.int(),
  replyCode: z.int().nullable(),
  replyText: z.string().nullable(),
  subject: z
    .enum(['a', 'b'])
    .nullable()
    .describe(
      'Which of two subjects is theirs; null where one goes to all, and for the rest before it is decided',
    ),
  dueAt: moment.nullable().describe('When a row that waits is tried again'),
  endedAt: moment.nullable(),
});

export const deliveriesEndpoint = endpoint({
  method: 'get',
  path: '/editions/{id}/deliveries',
  scope: 'editions:read',
  summary: 'List who got it',
  description: 'Reader by reader. Empty for a draft.',
  query: listQuery.extend({
    state: z.enum(deliveryStates).optional(),
    search: z.string().max(200).optional().describe('Part of an address'),
  }),
  answers: { 200: { description: 'A page of readers with their outcomes', schema: listOf(delivery) } },
  async run({ setting: { db }, id, query }) {
    await readEdition(db, id);
    const found = await listEditionDeliveries(db, id, {
      state: query.state,
      search: query.search,
      after: idOfCursor(query.cursor),
      limit: query.limit + 1,
    });
    const { lines, next } = pageById(found, query.limit);
    const data = lines.map((line) => ({
      email: line.address,
      state: line.attempting ? 'attempting' : line.state,
      resolution: line.resolution,
      attempts: line.attempts,
      replyCode: line.code,
      replyText: line.text,
      subject: line.subject,
      dueAt: isoOrNull(line.dueAt),
      endedAt: isoOrNull(line.endedAt),
    }));
    return { status: 200, body: { data, next } };
  },
});
