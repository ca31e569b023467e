import type { VNode } from 'preact';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import { OneButtonPage, SignUpPage } from '../../../templates/pages/reader/sign-up-page.tsx';
import { type Article, findArticle } from '../../articles/articles.ts';
import { type NewsroomForm, findForm } from '../../audience/forms/newsroom-forms.ts';
import type { FormFacts } from '../../audience/guard/guard-sign-up.ts';
import { suggestAddress } from '../../audience/suggest-domain.ts';
import { listTiers } from '../../membership/tiers.ts';
import { type Newsletter, isRhythm, listNewsletters } from '../../newsletters/newsletter.ts';
import type { WebSetting } from '../web-setting.ts';
import { renderArticle } from './article.ts';
import { newsletterChoice, tierChoice } from './choices.ts';
import { formFacts, honeypot, languageField } from './form-facts.ts';
import { renderFormPage } from './forms/form-page.ts';
import { renderFrontPage } from './front-page.ts';
import { closedOpening } from './open-article.ts';
import { renderNewsletters } from './newsletters.ts';
import { type PostedSignUp, carryOn } from './posted-sign-up.ts';
import { readSite } from './reader-site.ts';
import { offeredBy } from './sign-up-box.ts';
import { consentWords, forms } from './sign-up-words.ts';
import type { Visit } from './visit.ts';

export type SignUpFilling = Omit<PostedSignUp, 'form' | 'facts'>;

/** The hosted form with what stands in it. */
export async function renderSignUp(
  visit: Visit,
  filling: SignUpFilling,
  problems: readonly FieldProblem[] = [],
): Promise<VNode> {
  const { db, words } = visit;
  const [{ site }, newsletters, tiers] = await Promise.all([
    readSite(visit),
    listNewsletters(db, { openOnly: true }),
    listTiers(db),
  ]);
  const first = newsletters.find(({ slug }) => filling.newsletters.includes(slug)) ?? newsletters[0];
  const article = filling.article === '' ? [] : [{ name: 'article', value: filling.article }];
  return SignUpPage({
    site,
    newsletters: newsletters.map(newsletterChoice),
    tiers: tiers.map((tier) => tierChoice(tier, words)),
    values: {
      ...filling,
      rhythm: isRhythm(filling.rhythm) ? filling.rhythm : (first?.defaultRhythm ?? 'daily'),
      tier: (tiers.find(({ slug }) => slug === filling.tier) ?? tiers[0])?.slug ?? '',
    },
    problems,
    words: consentWords(visit, []),
    hidden: [
      { name: 'form', value: forms.page },
      ...article,
      ...formFacts(visit, forms.page),
      ...languageField(visit),
    ],
    honeypot,
  });
}

/** Where a sign-up came from, and which newsletters it may ask for. */
export type SignUpOrigin = {
  readonly article: Article | null;
  /** Null for our own pages, and for a name somebody else gave their form. */
  readonly form: NewsroomForm | null;
  readonly wanted: readonly Newsletter[];
  /** Those the form asked for by itself: they stand in the words of consent. None where the reader ticked. */
  readonly fixed: readonly Newsletter[];
};

/** A post that names no newsletter, as from a snippet with nothing but an address, means what its form or story offers. */
export async function findOrigin({ db }: WebSetting, posted: PostedSignUp): Promise<SignUpOrigin> {
  const [article, form, open] = await Promise.all([
    posted.article === '' ? null : findArticle(db, posted.article),
    findForm(db, posted.form),
    listNewsletters(db, { openOnly: true }),
  ]);
  const isTicked =
    posted.form === forms.page || posted.form === forms.newsletters || form?.showsChoices === true;
  const named = open.filter(({ slug }) => posted.newsletters.includes(slug));
  if (isTicked) return { article, form, wanted: named, fixed: [] };
  const own = open.find(({ id }) => id === article?.newsletterId);
  const wanted = posted.newsletters.length > 0 ? named : offeredBy(form ?? { newsletters: [] }, open, own);
  return { article, form, wanted, fixed: wanted };
}

/** Whether a form of the newsroom can say at its own field what is wrong. */
function hasField(form: NewsroomForm, field: string): boolean {
  if (field === 'email') return true;
  return field === 'name' ? form.asksName : form.showsChoices;
}

/** The very form it came from, filled in, with the reason at the field; the hosted one where that cannot show it. */
export async function renderRefused(
  visit: Visit,
  posted: PostedSignUp,
  { article, form }: SignUpOrigin,
  problem: FieldProblem,
): Promise<VNode> {
  if (form && hasField(form, problem.field)) {
    const refused = { typed: posted, problem };
    if (form.place === 'story' && article) {
      const access = await closedOpening(visit, article);
      return renderArticle(visit, article, { access, refused });
    }
    if (form.place === 'front') return renderFrontPage(visit, refused);
    return renderFormPage(visit, form, { articleSlug: posted.article || undefined, refused });
  }
  if (posted.form === forms.newsletters && (problem.field === 'email' || problem.field === 'newsletter')) {
    return renderNewsletters(visit, {
      chosen: posted.newsletters,
      email: posted.email,
      problems: [problem],
    });
  }
  return renderSignUp(visit, posted, [problem]);
}

/** What the page with one button carries: everything that came, and the facts that a person saw this address on it. */
export type Press = { readonly waitSeconds: number; readonly facts: FormFacts | null };

function carriedWith(visit: Visit, posted: PostedSignUp, { wanted }: SignUpOrigin, facts: FormFacts | null) {
  // Pressed too early: the wait goes on and does not begin anew.
  const since = facts?.pressedFor === posted.email ? facts.at : visit.clock().getTime();
  return {
    action: '/signup',
    hidden: [
      ...carryOn({ ...posted, newsletters: wanted.map(({ slug }) => slug) }),
      ...formFacts(visit, posted.form, { at: since, pressedFor: posted.email }),
      ...languageField(visit),
    ],
  };
}

/** The page with one button, for a post that a machine may have made. */
export async function renderOneButton(
  visit: Visit,
  posted: PostedSignUp,
  origin: SignUpOrigin,
  { waitSeconds, facts }: Press,
): Promise<VNode> {
  const { site } = await readSite(visit);
  const offered = suggestAddress(posted.email);
  return OneButtonPage({
    site,
    email: posted.email,
    newsletters: origin.wanted.map(({ name }) => name),
    words: consentWords(visit, origin.fixed),
    post: carriedWith(visit, posted, origin, facts),
    waitSeconds,
    suggestion:
      offered === null || waitSeconds > 0
        ? undefined
        : { offered, post: carriedWith(visit, { ...posted, email: offered }, origin, null) },
  });
}
