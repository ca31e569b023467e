import { z } from 'zod';
import { listForms } from '../../../audience/forms/newsroom-forms.ts';
import { listRelays } from '../../../delivery/relays.ts';
import { listRuns } from '../../../editions/digests/steer-run.ts';
import { listNewsletters } from '../../../newsletters/newsletter.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { listOf } from '../list-query.ts';
import { isoOrNull, moment, rhythm, slug } from './shapes.ts';

const mostRuns = 200;

const listRunsEndpoint = endpoint({
  method: 'get',
  path: '/runs',
  scope: 'editions:read',
  summary: 'List automatic editions',
  description: `The next to leave first; those that are over newest first. At most ${mostRuns}.`,
  query: z.strictObject({
    which: z.enum(['open', 'over']).default('open').describe('What is still to leave, or what is over'),
  }),
  answers: {
    200: {
      description: 'The runs',
      schema: listOf(
        z.strictObject({
          id: z.string(),
          newsletter: slug.nullable(),
          rhythm,
          state: z.enum(['due', 'held', 'ready', 'late', 'released', 'skipped', 'failed']),
          note: z.string().nullable().describe('Why it stands as it does, in words'),
          departsAt: moment,
          deadlineAt: moment.nullable(),
          edition: z.string().nullable().describe('Once it is built'),
        }),
      ),
    },
  },
  async run({ setting: { db }, query }) {
    const [runs, newsletters] = await Promise.all([
      listRuns(db, { isOpen: query.which === 'open', limit: mostRuns }),
      listNewsletters(db),
    ]);
    const data = runs.map((line) => ({
      id: line.publicId,
      newsletter: newsletters.find(({ id }) => id === line.newsletterId)?.slug ?? null,
      rhythm: line.rhythm,
      state: line.state,
      note: line.note,
      departsAt: line.departsAt.toISOString(),
      deadlineAt: isoOrNull(line.deadlineAt),
      edition: line.edition,
    }));
    return { status: 200, body: { data, next: null } };
  },
});

const listFormsEndpoint = endpoint({
  method: 'get',
  path: '/forms',
  scope: 'newsletters:read',
  summary: 'List the sign-up forms',
  answers: {
    200: {
      description: 'All forms',
      schema: listOf(
        z.strictObject({
          slug,
          name: z.string(),
          place: z.enum(['story', 'front', 'elsewhere']),
          headline: z.string(),
          promise: z.string(),
          button: z.string(),
          newsletters: z.array(slug).describe('None: the story’s own, else the first'),
          tier: slug.nullable(),
          isOn: z.boolean(),
        }),
      ),
    },
  },
  async run({ setting: { db } }) {
    const data = (await listForms(db)).map((form) => ({
      slug: form.slug,
      name: form.name,
      place: form.place,
      headline: form.headline,
      promise: form.promise,
      button: form.button,
      newsletters: form.newsletters,
      tier: form.tier,
      isOn: form.isEnabled,
    }));
    return { status: 200, body: { data, next: null } };
  },
});

const listRelaysEndpoint = endpoint({
  method: 'get',
  path: '/relays',
  scope: 'relays:read',
  summary: 'List the mail servers',
  description: 'How they stand. Passwords and user names are never shown.',
  answers: {
    200: {
      description: 'All mail servers in their order',
      schema: listOf(
        z.strictObject({
          name: z.string(),
          host: z.string(),
          port: z.int(),
          tls: z.string(),
          isOn: z.boolean(),
          perHour: z.int().nullable(),
          failure: z.string().nullable().describe('What it said when it failed last'),
          failedAt: moment.nullable(),
          lastSuccessAt: moment.nullable(),
        }),
      ),
    },
  },
  async run({ setting: { db } }) {
    const data = (await listRelays(db)).map((relay) => ({
      name: relay.name,
      host: relay.host,
      port: relay.port,
      tls: relay.tls,
      isOn: relay.isOn,
      perHour: relay.perHour,
      failure: relay.failure,
      failedAt: isoOrNull(relay.failedAt),
      lastSuccessAt: isoOrNull(relay.lastSuccessAt),
    }));
    return { status: 200, body: { data, next: null } };
  },
});

/** What the desk looks at: automatic editions, forms, mail servers. */
export const deskEndpoints: readonly Endpoint[] = [listRunsEndpoint, listFormsEndpoint, listRelaysEndpoint];
