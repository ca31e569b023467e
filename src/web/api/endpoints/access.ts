import { z } from 'zod';
import { findArticle } from '../../../articles/articles.ts';
import { type Subscriber, findSubscriberBy } from '../../../audience/subscribers.ts';
import { parseAddress } from '../../../delivery/address.ts';
import { type Holder, anybody, decideAccess, holderOf, rankOfTier } from '../../../membership/access.ts';
import { accessTokenMinutes, readAccessToken, signAccessToken } from '../../../membership/access-token.ts';
import { listTiers } from '../../../membership/tiers.ts';
import type { WebSetting } from '../../web-setting.ts';
import { endpoint } from '../endpoint.ts';
import { ApiProblem, invalidInput } from '../problem.ts';
import { iso, moment, slug } from './shapes.ts';

type Asked = {
  readonly subscriber?: string | undefined;
  readonly email?: string | undefined;
  readonly token?: string | undefined;
};

/** Who is meant, by id, by address or by a signed token; null for nobody we know. */
async function findAsked(
  { db, keys, clock }: WebSetting,
  { subscriber, email, token }: Asked,
): Promise<Subscriber | null> {
  if (token !== undefined) {
    const id = readAccessToken(keys, token, clock());
    if (id === null) throw invalidInput('token', 'This token was altered, or is more than an hour old');
    return findSubscriberBy(db, { id });
  }
  if (subscriber !== undefined) return findSubscriberBy(db, { publicId: subscriber });
  const address = email === undefined ? null : parseAddress(email);
  return address && findSubscriberBy(db, { addressKey: address.key });
}

const answer = z.strictObject({
  mayRead: z.boolean(),
  because: z
    .enum(['everyone', 'registered', 'tier', 'gift', 'newsletter link', 'free story'])
    .nullable()
    .describe('What opens it; null when nothing does'),
  wants: z.enum(['registered', 'tier']).nullable().describe('What is missing; null when nothing is'),
  leastTier: slug.nullable(),
  openParagraphs: z.int().describe('What everybody may see of it'),
});

export const accessEndpoint = endpoint({
  method: 'get',
  path: '/access',
  scope: 'access:read',
  summary: 'Ask whether a reader may see a story',
  description:
    'For the paper’s own website: name the reader by `subscriber`, `email` or a signed `token`; without one the answer is for anybody. The free stories of a month and gift links are not counted here.',
  query: z.strictObject({
    article: slug,
    subscriber: z.string().optional(),
    email: z.string().optional(),
    token: z.string().optional(),
  }),
  answers: { 200: { description: 'The decision', schema: answer } },
  async run({ setting, query }) {
    const { db } = setting;
    const article = await findArticle(db, query.article);
    if (!article) throw new ApiProblem('not-found', { detail: 'There is no story with this slug.' });
    const [subscriber, tiers] = await Promise.all([findAsked(setting, query), listTiers(db)]);
    const holder: Holder =
      subscriber && subscriber.confirmedAt !== null ? await holderOf(db, subscriber.id) : anybody;
    const { level, leastTier, openParagraphs } = article.access;
    const decision = decideAccess(holder, { level, leastRank: rankOfTier(tiers, leastTier) });
    return {
      status: 200,
      body: {
        mayRead: decision.mayRead,
        because: decision.mayRead ? decision.because : null,
        wants: decision.mayRead ? null : decision.wants,
        leastTier,
        openParagraphs,
      },
    };
  },
});

export const accessTokenEndpoint = endpoint({
  method: 'post',
  path: '/access/token',
  scope: 'access:read',
  summary: 'Sign a reader’s access token',
  description: `For a website that knows its reader: the token stands for them in GET /access for ${accessTokenMinutes} minutes and says nothing else.`,
  body: z.strictObject({ subscriber: z.string() }),
  answers: {
    201: { description: 'The token', schema: z.strictObject({ token: z.string(), expiresAt: moment }) },
  },
  async run({ setting: { db, keys, clock }, body }) {
    const subscriber = await findSubscriberBy(db, { publicId: body.subscriber });
    if (!subscriber) throw invalidInput('subscriber', 'There is no reader with this id');
    const { token, expiresAt } = signAccessToken(keys, subscriber.id, clock());
    return { status: 201, body: { token, expiresAt: iso(expiresAt) } };
  },
});
