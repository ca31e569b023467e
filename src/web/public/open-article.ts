import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Article } from '../../articles/articles.ts';
import {
  type Decision,
  type Need,
  type Pass,
  anybody,
  decideAccess,
  holderOf,
  rankOfTier,
} from '../../membership/access.ts';
import {
  type MeterOutcome,
  monthOf,
  openGiftLink,
  readAccessSetting,
  takeFreeStory,
} from '../../membership/access-passes.ts';
import { type Tier, listTiers } from '../../membership/tiers.ts';
import { isSameSecret } from '../../platform/random-tokens.ts';
import { readSealedToken, sealToken } from '../../platform/signed-token.ts';
import { textOf } from '../form-body.ts';
import { meterCookie } from '../session-cookie.ts';
import type { WebSetting } from '../web-setting.ts';
import { csrfField, findReader } from './account/account-door.ts';
import type { Visit } from './visit.ts';
import type { Words } from '../../../templates/words/languages.ts';

/** How far a story is open on this visit, and what the page says about it. */
export type ArticleOpening = {
  readonly decision: Decision;
  readonly leastTierName: string | undefined;
  readonly isSignedIn: boolean;
  /** This month's free stories are read. */
  readonly usedUp: boolean;
  /** Why it is open to somebody who does not hold it, as a sentence. */
  readonly notice?: string | undefined;
  /** A signed-in reader who holds it may give it away. */
  readonly gift?: { readonly action: string; readonly csrf: { name: string; value: string } } | undefined;
};

/** What a story asks for. */
export const needOf = ({ access }: Pick<Article, 'access'>, tiers: readonly Tier[]): Need => ({
  level: access.level,
  leastRank: rankOfTier(tiers, access.leastTier),
});

const nameOfTier = ({ access }: Article, tiers: readonly Tier[]): string | undefined =>
  tiers.find(({ slug }) => slug === access.leastTier)?.name;

/** A story as anybody sees it who brings nothing. */
export async function closedOpening({ db }: WebSetting, article: Article): Promise<ArticleOpening> {
  const tiers = await listTiers(db);
  return {
    decision: decideAccess(anybody, needOf(article, tiers)),
    leastTierName: nameOfTier(article, tiers),
    isSignedIn: false,
    usedUp: false,
  };
}

const meterShape = z.object({ month: z.string(), articles: z.array(z.number()) });
const purpose = 'free stories';

/** The free stories of a visitor who is not signed in: a sealed cookie, set only when one is taken. */
function takeFromCookie(
  setting: WebSetting,
  request: Request,
  response: Response,
  { articleId, month, freeStories }: { articleId: number; month: string; freeStories: number },
): MeterOutcome {
  const { keys, clock } = setting;
  const sent = meterShape.safeParse(
    readSealedToken(keys, purpose, meterCookie.read(setting, request) ?? '', clock()),
  );
  const taken = sent.success && sent.data.month === month ? sent.data.articles : [];
  const left = freeStories - taken.length;
  if (taken.includes(articleId)) return { mayRead: true, left };
  if (left <= 0) return { mayRead: false, left: 0 };
  const expiresAt = new Date(clock().getTime() + 32 * 86_400_000);
  const sealed = sealToken(keys, purpose, { month, articles: [...taken, articleId] }, expiresAt);
  meterCookie.set(setting, response, sealed);
  return { mayRead: true, left: left - 1 };
}

const freeWords = (left: number, { article }: Words): string =>
  left <= 0 ? article.lastFree : article.free(left);

/**
 * Decides how far a story is open to whoever asks. In this order: what they hold, a gift link, the link of a newsletter,
 * one of the month's free stories. Only the last is ever used up by reading, and a HEAD request takes nothing.
 */
export async function openArticle(
  visit: Visit,
  request: Request,
  response: Response,
  article: Article,
): Promise<ArticleOpening> {
  if (article.access.level === 'everyone') return closedOpening(visit, article);
  const { db, clock, words } = visit;
  const [tiers, reader] = await Promise.all([listTiers(db), findReader(visit, request)]);
  const need = needOf(article, tiers);
  const holder = reader ? await holderOf(db, reader.subscriber.id) : anybody;
  const about = { leastTierName: nameOfTier(article, tiers), isSignedIn: reader !== null, usedUp: false };
  const decide = (...passes: Pass[]): Decision => decideAccess(holder, need, passes);
  const held = decide();
  if (held.mayRead) {
    if (!reader) return { ...about, decision: held };
    const csrf = { name: csrfField, value: reader.session.csrfToken };
    return { ...about, decision: held, gift: { action: `/account/gift/${article.slug}`, csrf } };
  }
  const gift = textOf(request.query, 'gift');
  if (gift !== '' && (await openGiftLink(db, gift, article.id)))
    return { ...about, decision: decide('gift'), notice: words.article.given };
  if (!article.access.isMetered) return { ...about, decision: held };
  const pass = textOf(request.query, 'n');
  if (pass !== '' && isSameSecret(pass, article.linkPass))
    return { ...about, decision: decide('newsletter link') };
  const { freeStories } = await readAccessSetting(db);
  if (freeStories === 0 || request.method === 'HEAD') return { ...about, decision: held };
  const month = monthOf(clock(), visit.publication.timeZone);
  const outcome = reader
    ? await takeFreeStory(db, { subscriberId: reader.subscriber.id, articleId: article.id, month })
    : takeFromCookie(visit, request, response, { articleId: article.id, month, freeStories });
  return outcome.mayRead
    ? { ...about, decision: decide('free story'), notice: freeWords(outcome.left, words) }
    : { ...about, decision: held, usedUp: true };
}
