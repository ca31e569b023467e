import type { VNode } from 'preact';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { OneButtonPage, SignUpPage } from '../../../templates/pages/reader/sign-up-page.tsx';
import { type Article, findArticle } from '../../articles/articles.ts';
import { listTiers } from '../../membership/tiers.ts';
import { type Newsletter, isRhythm, listNewsletters } from '../../newsletters/newsletter.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderArticle } from './article.ts';
import { newsletterChoice, tierChoice } from './choices.ts';
import { formFacts, honeypot } from './form-facts.ts';
import { renderFrontPage } from './front-page.ts';
import { closedOpening } from './open-article.ts';
import { renderNewsletters } from './newsletters.ts';
import { type PostedSignUp, carryOn } from './posted-sign-up.ts';
import { readSite } from './reader-site.ts';
import { consentWords, forms } from './sign-up-words.ts';

export type SignUpFilling = Omit<PostedSignUp, 'form' | 'hasFacts'>;

/** The hosted form with what stands in it. */
export async function renderSignUp(
  setting: WebSetting,
  filling: SignUpFilling,
  problems: readonly FieldProblem[] = [],
): Promise<VNode> {
  const { db } = setting;
  const [{ site, publication }, newsletters, tiers] = await Promise.all([
    readSite(setting),
    listNewsletters(db, { openOnly: true }),
    listTiers(db),
  ]);
  const first = newsletters.find(({ slug }) => filling.newsletters.includes(slug)) ?? newsletters[0];
  const article = filling.article === '' ? [] : [{ name: 'article', value: filling.article }];
  return SignUpPage({
    site,
    newsletters: newsletters.map(newsletterChoice),
    tiers: tiers.map(tierChoice),
    values: {
      ...filling,
      rhythm: isRhythm(filling.rhythm) ? filling.rhythm : (first?.defaultRhythm ?? 'daily'),
      tier: (tiers.find(({ slug }) => slug === filling.tier) ?? tiers[0])?.slug ?? '',
    },
    problems,
    words: consentWords(publication, forms.page, []),
    hidden: [{ name: 'form', value: forms.page }, ...article, ...formFacts(setting, forms.page)],
    honeypot,
  });
}

/** Where a sign-up came from, and which newsletters it may ask for. */
export type SignUpOrigin = { readonly article: Article | null; readonly wanted: readonly Newsletter[] };

/** A post that names no newsletter, as from a snippet with nothing but an address, means the one of its story. */
export async function findOrigin({ db }: WebSetting, posted: PostedSignUp): Promise<SignUpOrigin> {
  const [article, open] = await Promise.all([
    posted.article === '' ? null : findArticle(db, posted.article),
    listNewsletters(db, { openOnly: true }),
  ]);
  const ticksItself = posted.form === forms.page || posted.form === forms.newsletters;
  if (posted.newsletters.length > 0 || ticksItself)
    return { article, wanted: open.filter(({ slug }) => posted.newsletters.includes(slug)) };
  const fallback = open.find(({ id }) => id === article?.newsletterId) ?? open[0];
  return { article, wanted: fallback ? [fallback] : [] };
}

/** The very form it came from, filled in, with the reason at the field; the hosted one where that cannot show it. */
export async function renderRefused(
  setting: WebSetting,
  posted: PostedSignUp,
  { article }: SignUpOrigin,
  problem: FieldProblem,
): Promise<VNode> {
  const isEmail = problem.field === 'email';
  const box = { email: posted.email, problem: problem.message };
  if (isEmail && posted.form === forms.article && article)
    return renderArticle(setting, article, {
      access: await closedOpening(setting, article),
      refused: box,
    });
  if (isEmail && posted.form === forms.front) return renderFrontPage(setting, box);
  if (posted.form === forms.newsletters && (isEmail || problem.field === 'newsletter')) {
    return renderNewsletters(setting, {
      chosen: posted.newsletters,
      email: posted.email,
      problems: [problem],
    });
  }
  return renderSignUp(setting, posted, [problem]);
}

/** The page with one button for a post without signed facts: it carries everything on, and the facts that were missing. */
export async function renderOneButton(
  setting: WebSetting,
  posted: PostedSignUp,
  { wanted }: SignUpOrigin,
): Promise<VNode> {
  const { site, publication } = await readSite(setting);
  const hidden = [
    ...carryOn({ ...posted, newsletters: wanted.map(({ slug }) => slug) }),
    ...formFacts(setting, posted.form),
  ];
  return OneButtonPage({
    site,
    email: posted.email,
    newsletters: wanted.map(({ name }) => name),
    words: consentWords(publication, posted.form, wanted),
    post: { action: '/signup', hidden },
  });
}
