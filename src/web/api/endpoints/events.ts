import { z } from 'zod';
import { feedbackKinds } from '../../../feedback/intake/feedback-event.ts';
import { listFeedback } from '../../../feedback/intake/list-feedback.ts';
import { endpoint } from '../endpoint.ts';
import { idOfCursor, listOf, listQuery, pageById } from '../list-query.ts';
import { iso, moment } from './shapes.ts';
import { addressKeyOf } from './subscribers.ts';

const event = z.strictObject({
  id: z.int(),
  kind: z.enum(feedbackKinds),
  email: z.string().nullable().describe('As addresses are compared; null once its reader was erased'),
  class: z
    .string()
    .nullable()
    .describe('What a bounce says of the address; docs/bounce-classifier.md names them'),
  isHard: z.boolean(),
  status: z.string().nullable().describe('The enhanced status code (RFC 3463)'),
  reason: z.string().nullable().describe('The words of the other side'),
  effect: z.string().describe('What followed from it'),
  source: z.string().describe('How it came in'),
  happenedAt: moment,
});

/** What came back: bounces, complaints, wishes to leave. */
export const listEventsEndpoint = endpoint({
  method: 'get',
  path: '/events',
  scope: 'suppressions:read',
  summary: 'List what came back',
  description:
    'Bounces, complaints and the like, newest first. What happens as it happens is told by webhooks.',
  query: listQuery.extend({
    kind: z.enum(feedbackKinds).optional(),
    email: z.string().max(320).optional().describe('Of one address'),
  }),
  answers: { 200: { description: 'The events', schema: listOf(event) } },
  async run({ setting: { db }, query: { limit, cursor, kind, email } }) {
    const found = await listFeedback(db, {
      kind,
      addressKey: email === undefined ? undefined : addressKeyOf(email),
      before: idOfCursor(cursor),
      limit: limit + 1,
    });
    const { lines, next } = pageById(found, limit);
    const data = lines.map((line) => ({
      id: line.id,
      kind: line.kind,
      email: line.addressKey,
      class: line.class,
      isHard: line.isHard,
      status: line.status,
      reason: line.diagnostic,
      effect: line.effect,
      source: line.source,
      happenedAt: iso(line.happenedAt),
    }));
    return { status: 200, body: { data, next } };
  },
});
