import type { SignUpBoxProps } from '../../../templates/pages/reader/sign-up-box.tsx';
import type { FieldProblem } from '../../../templates/pages/reader/problems.tsx';
import type { NewsroomForm } from '../../audience/forms/newsroom-forms.ts';
import { type Tier, listTiers } from '../../membership/tiers.ts';
import { type Newsletter, isRhythm, listNewsletters } from '../../newsletters/newsletter.ts';
import type { WebSetting } from '../web-setting.ts';
import { newsletterChoice, tierChoice } from './choices.ts';
import { formFacts, honeypot, languageField } from './form-facts.ts';
import type { PostedSignUp } from './posted-sign-up.ts';
import { consentWords } from './sign-up-words.ts';
import type { Visit } from './visit.ts';
import type { Words } from '../../../templates/words/languages.ts';

/** What was typed into a box, and why it came back. */
export type RefusedBox = {
  readonly typed: Pick<PostedSignUp, 'email' | 'name' | 'newsletters' | 'rhythm' | 'tier'>;
  readonly problem?: FieldProblem | undefined;
};

/** What a form can offer today. */
export type FormOffer = { readonly open: readonly Newsletter[]; readonly tiers: readonly Tier[] };

/** The newsletters that take sign-ups, and the tiers where the form shows them. */
export async function readOffer(
  { db }: Pick<WebSetting, 'db'>,
  form: Pick<NewsroomForm, 'showsChoices'>,
): Promise<FormOffer> {
  const [open, tiers] = await Promise.all([
    listNewsletters(db, { openOnly: true }),
    form.showsChoices ? listTiers(db) : [],
  ]);
  return { open, tiers };
}

export type BoxPlace = {
  readonly form: NewsroomForm;
  readonly offer: FormOffer;
  /** What the place itself is about: the newsletter of its story. */
  readonly newsletter?: Newsletter | undefined;
  readonly articleSlug?: string | undefined;
  readonly refused?: RefusedBox | undefined;
};

/** What a form asks for: its own newsletters while they take sign-ups, else the one of its place, else the paper's first. */
export function offeredBy(
  form: Pick<NewsroomForm, 'newsletters'>,
  open: readonly Newsletter[],
  newsletter?: Newsletter,
): readonly Newsletter[] {
  const own = open.filter(({ slug }) => form.newsletters.includes(slug));
  if (own.length > 0) return own;
  const fallback = open.find(({ id }) => id === newsletter?.id) ?? open[0];
  return fallback ? [fallback] : [];
}

/** What the reader can tick in the form: what it offers, or all there is. */
const onOffer = ({ form, offer }: BoxPlace): readonly Newsletter[] =>
  form.newsletters.length === 0 ? offer.open : offeredBy(form, offer.open);

function choicesOf(place: BoxPlace, words: Words): SignUpBoxProps['choices'] {
  const { form, offer, refused } = place;
  if (!form.showsChoices) return undefined;
  const newsletters = onOffer(place);
  const rhythm = refused?.typed.rhythm;
  return {
    newsletters: newsletters.map(newsletterChoice),
    tiers: offer.tiers.map((tier) => tierChoice(tier, words)),
    chosen: {
      newsletters: refused?.typed.newsletters ?? [],
      rhythm: isRhythm(rhythm) ? rhythm : (newsletters[0]?.defaultRhythm ?? 'daily'),
      tier: refused?.typed.tier || form.tier || (offer.tiers[0]?.slug ?? ''),
    },
  };
}

type BlockWords = Partial<Pick<SignUpBoxProps, 'id' | 'kicker' | 'headline' | 'promise' | 'button'>>;

/** A form of the newsroom as a box. What the story's own block says comes first, then the form's words. */
export function signUpBox(
  visit: Pick<Visit, 'keys' | 'clock' | 'publication' | 'language' | 'words'>,
  place: BoxPlace,
  block: BlockWords = {},
): SignUpBoxProps {
  const { publication, words } = visit;
  const { form, offer, articleSlug, refused } = place;
  const offered = offeredBy(form, offer.open, place.newsletter);
  const [first] = offered;
  const fixed = form.showsChoices ? [] : offered;
  return {
    id: block.id ?? 'sign-up',
    kicker: block.kicker || undefined,
    headline: block.headline || form.headline || (first?.name ?? publication.name),
    promise: block.promise || form.promise || (first?.promise ?? publication.tagline),
    button: block.button || form.button || undefined,
    newsletters: fixed.map(({ slug }) => slug),
    form: form.slug,
    article: articleSlug,
    tier: form.showsChoices ? undefined : (form.tier ?? undefined),
    asksName: form.asksName,
    choices: choicesOf(place, words),
    words: consentWords(visit, fixed),
    hidden: [...formFacts(visit, form.slug), ...languageField(visit)],
    honeypot,
    email: refused?.typed.email,
    name: refused?.typed.name,
    problem: refused?.problem?.field === 'email' ? refused.problem.message : undefined,
    otherProblem: refused?.problem?.field === 'email' ? undefined : refused?.problem,
  };
}
