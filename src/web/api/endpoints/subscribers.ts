import { z } from 'zod';
import { changeTimeZone } from '../../../audience/change-time-zone.ts';
import { type SubscriberLine, listSubscribers } from '../../../audience/subscribers.ts';
import { parseAddress } from '../../../delivery/address.ts';
import { join } from '../../../membership/join.ts';
import { findNewsletter, listNewsletters } from '../../../newsletters/newsletter.ts';
import { parseTimeZone } from '../../../platform/wall-time.ts';
import { recordAct } from '../../../staff/audit.ts';
import { consentWords } from '../../public/sign-up-words.ts';
import { endpoint } from '../endpoint.ts';
import { idOfCursor, listOf, listQuery, pageById } from '../list-query.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, isoOrNull, moment, rhythm, slug, state } from './shapes.ts';
import { languages, wordsIn } from '../../../../templates/words/languages.ts';
import { visitIn } from '../../public/visit.ts';

const subscriber = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  confirmedAt: moment.nullable().describe('Null until the reader said yes'),
  createdAt: moment,
  timeZone: z.string().nullable().describe('On whose clock digests come at their hour; null: the paper’s'),
  subscriptions: z.array(z.strictObject({ newsletter: slug, state, rhythm })),
});

const toJson = (line: SubscriberLine): z.input<typeof subscriber> => ({
  id: line.publicId,
  email: line.address,
  name: line.name,
  confirmedAt: isoOrNull(line.confirmedAt),
  createdAt: iso(line.createdAt),
  timeZone: line.timeZone,
  subscriptions: line.subscriptions.map((each) => ({
    newsletter: each.slug,
    state: each.state,
    rhythm: each.rhythm,
  })),
});

const badAddress = 'Please give one e-mail address, such as ada@example.org';

/** The key of an address in a query. @throws ApiProblem when it is none */
export function addressKeyOf(email: string): string {
  const address = parseAddress(email);
  if (!address) throw invalidInput('email', badAddress);
  return address.key;
}

export const listSubscribersEndpoint = endpoint({
  method: 'get',
  path: '/subscribers',
  scope: 'subscribers:read',
  summary: 'List readers',
  description: 'Newest first. With email, the one reader of this address, or none.',
  query: listQuery.extend({
    email: z.string().max(320).optional().describe('Exactly this address'),
    newsletter: slug
      .optional()
      .describe('The slug of a newsletter they have, in any state or in that of `state`'),
    state: state.optional().describe('A state one of their subscriptions is in'),
    search: z.string().max(200).optional().describe('Part of an address or a name'),
  }),
  answers: { 200: { description: 'A page of readers', schema: listOf(subscriber) } },
  async run({ setting: { db }, query }) {
    const newsletter = query.newsletter && (await findNewsletter(db, { slug: query.newsletter }));
    if (newsletter === null) throw invalidInput('newsletter', `There is no newsletter ${query.newsletter}`);
    const found = await listSubscribers(db, {
      only: query.email === undefined ? undefined : { addressKey: addressKeyOf(query.email) },
      newsletterId: newsletter ? newsletter.id : undefined,
      state: query.state,
      search: query.search,
      after: idOfCursor(query.cursor),
      limit: query.limit + 1,
    });
    const { lines, next } = pageById(found, query.limit);
    return { status: 200, body: { data: lines.map(toJson), next } };
  },
});

const noReader = (): ApiProblem =>
  new ApiProblem('not-found', { detail: 'There is no reader with this id.' });

export const findSubscriberEndpoint = endpoint({
  method: 'get',
  path: '/subscribers/{id}',
  scope: 'subscribers:read',
  summary: 'Fetch a reader',
  answers: { 200: { description: 'The reader', schema: subscriber } },
  async run({ setting: { db }, id }) {
    const [line] = await listSubscribers(db, { only: { publicId: id }, limit: 1 });
    if (!line) throw noReader();
    return { status: 200, body: toJson(line) };
  },
});

export const changeSubscriberEndpoint = endpoint({
  method: 'patch',
  path: '/subscribers/{id}',
  scope: 'subscribers:write',
  summary: 'Say on whose clock a reader lives',
  description:
    'For newsletters that come at each reader’s own hour. What is on its way already keeps its hour.',
  body: z.strictObject({
    timeZone: z
      .string()
      .max(60)
      .nullable()
      .describe('An IANA name, such as Europe/Madrid; null: the paper’s'),
  }),
  answers: { 200: { description: 'The reader', schema: subscriber } },
  async run({ setting: { db }, actor, id, body }) {
    const timeZone = body.timeZone === null ? null : parseTimeZone(body.timeZone);
    if (body.timeZone !== null && timeZone === null)
      throw invalidInput('timeZone', 'Please give a time zone such as Europe/Madrid');
    if (!(await changeTimeZone(db, { publicId: id, timeZone, by: actor }))) throw noReader();
    const [line] = await listSubscribers(db, { only: { publicId: id }, limit: 1 });
    if (!line) throw noReader();
    return { status: 200, body: toJson(line) };
  },
});

export const addSubscriberEndpoint = endpoint({
  method: 'post',
  path: '/subscribers',
  scope: 'subscribers:write',
  summary: 'Sign a reader up',
  description:
    'Begins the same sign-up as the form of the paper: the reader gets a mail and is subscribed once they say yes. The answer is the same for an address that is known, so it tells nothing about anybody.',
  body: z.strictObject({
    email: z.string().max(320),
    name: z.string().max(80).optional(),
    newsletters: z.array(slug).min(1, 'Please name at least one newsletter').max(50).describe('Slugs'),
    rhythm: rhythm.optional().describe('Each newsletter’s own unless told'),
    tier: slug.optional().describe('The slug of a tier they would like to hold'),
    form: z
      .string()
      .regex(/^[\w .-]{1,60}$/, 'Please use letters, digits, blanks, dots and hyphens, at most 60')
      .default('api')
      .describe('Which form of yours it was'),
    article: slug.optional().describe('The slug of the story the form stood in'),
    language: z
      .enum(languages)
      .optional()
      .describe('What your form spoke: kept, and spoken to the reader, where the publication offers it'),
    words: z
      .string()
      .regex(/^[^\p{Cc}<>]{1,500}$/u, 'Please give one line of at most 500 characters')
      .optional()
      .describe('The exact words that stood beside your button: they are kept as what was agreed to'),
  }),
  answers: {
    202: {
      description: 'Asked: a mail is on its way, unless this address has had as many as strangers may cause',
      schema: z.strictObject({ state: z.literal('asked'), email: z.string() }),
    },
  },
  async run({ setting, actor, body: { newsletters, article, words, ...form } }) {
    const { db, ring } = setting;
    const open = await listNewsletters(db, { openOnly: true });
    const unknown = newsletters.find((each) => !open.some((newsletter) => newsletter.slug === each));
    if (unknown !== undefined)
      throw invalidInput('newsletters', `There is no newsletter ${unknown} to sign up for`);
    const wanted = open.filter((newsletter) => newsletters.includes(newsletter.slug));
    const outcome = await join(db, setting, {
      ...form,
      newsletters,
      articleSlug: article,
      words: words ?? consentWords(await visitIn(setting, form.language ?? null), wanted),
    });
    if (outcome.kind === 'refused') {
      throw invalidInput(
        outcome.field === 'newsletter' ? 'newsletters' : outcome.field,
        wordsIn('en').problems[outcome.why],
      );
    }
    await recordAct(db, { actor, action: 'asked a reader to confirm a sign-up', details: { newsletters } });
    await ring('deliver-urgent');
    return { status: 202, body: { state: 'asked', email: outcome.address } };
  },
});
