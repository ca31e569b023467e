import { z } from 'zod';
import { listSuppressionsOf } from '../../../delivery/suppressions.ts';
import { planOf, readPlans } from '../../../editions/digests/plan.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { iso, moment, rhythm, slug } from './shapes.ts';
import { addressKeyOf } from './subscribers.ts';

export const listNewslettersEndpoint = endpoint({
  method: 'get',
  path: '/newsletters',
  scope: 'newsletters:read',
  summary: 'List the newsletters',
  answers: {
    200: {
      description: 'All newsletters in their order',
      schema: listOf(
        z.strictObject({
          slug,
          name: z.string(),
          promise: z.string(),
          frequency: z.string().describe('In words'),
          rhythms: z.array(rhythm),
          defaultRhythm: rhythm,
          undoSeconds: z.int().describe('How long a release can be taken back'),
          isOpen: z.boolean().describe('Whether it takes sign-ups'),
          atReadersHour: z.boolean().describe('Whether its digests come at each reader’s own hour'),
        }),
      ),
    },
  },
  async run({ setting: { db } }) {
    const [newsletters, plans] = await Promise.all([listNewsletters(db), readPlans(db)]);
    const data = newsletters.map(({ id, senderName: _sender, ...shown }) => ({
      ...shown,
      atReadersHour: planOf(plans, id).atReadersHour,
    }));
    return { status: 200, body: { data, next: null } };
  },
});

const newsletterScope = /^newsletter:(\d+)$/;

export const listSuppressionsEndpoint = endpoint({
  method: 'get',
  path: '/suppressions',
  scope: 'suppressions:read',
  summary: 'Why an address is not mailed',
  description: 'What is in force for one address, newest first. Empty: nothing keeps mail from it.',
  query: z.strictObject({ email: z.string().max(320).describe('Exactly this address') }),
  answers: {
    200: {
      description: 'The suppressions of the address',
      schema: listOf(
        z.strictObject({
          scope: z.enum(['everything', 'bulk', 'newsletter']),
          newsletter: slug.nullable().describe('For the scope of one newsletter'),
          reason: z.string(),
          createdAt: moment,
        }),
      ),
    },
  },
  async run({ setting: { db }, query }) {
    const [suppressions, newsletters] = await Promise.all([
      listSuppressionsOf(db, addressKeyOf(query.email)),
      listNewsletters(db),
    ]);
    const data = suppressions.map(({ scope, reason, createdAt }) => {
      const [, number] = newsletterScope.exec(scope) ?? [];
      return {
        scope: number === undefined ? scope : 'newsletter',
        newsletter: newsletters.find(({ id }) => String(id) === number)?.slug ?? null,
        reason,
        createdAt: iso(createdAt),
      };
    });
    return { status: 200, body: { data, next: null } };
  },
});
