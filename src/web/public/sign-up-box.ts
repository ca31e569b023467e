import type { SignUpBoxProps } from '../../../templates/pages/reader/sign-up-box.tsx';
import type { Newsletter } from '../../newsletters/newsletter.ts';
import type { Publication } from '../../newsletters/publication.ts';
import type { WebSetting } from '../web-setting.ts';
import { formFacts, honeypot } from './form-facts.ts';
import { consentWords } from './sign-up-words.ts';

/** What was typed into a box, and why it came back. */
export type RefusedBox = { readonly email: string; readonly problem: string };

export type BoxPlace = {
  readonly publication: Publication;
  /** None when nothing can be subscribed to; the hosted form then says so. */
  readonly newsletter: Newsletter | undefined;
  readonly form: string;
  readonly articleSlug?: string | undefined;
  readonly refused?: RefusedBox | undefined;
};

/** A sign-up box for one newsletter. What the story's own block says comes first. */
export function signUpBox(
  setting: Pick<WebSetting, 'keys' | 'clock'>,
  { publication, newsletter, form, articleSlug, refused }: BoxPlace,
  block: Partial<Pick<SignUpBoxProps, 'id' | 'kicker' | 'headline' | 'promise' | 'button'>> = {},
): SignUpBoxProps {
  const newsletters = newsletter ? [newsletter] : [];
  return {
    id: block.id ?? 'sign-up',
    kicker: block.kicker || undefined,
    headline: block.headline || (newsletter?.name ?? publication.name),
    promise: block.promise || (newsletter?.promise ?? publication.tagline),
    button: block.button || undefined,
    newsletters: newsletters.map(({ slug }) => slug),
    form,
    article: articleSlug,
    words: consentWords(publication, form, newsletters),
    hidden: formFacts(setting, form),
    honeypot,
    email: refused?.email,
    problem: refused?.problem,
  };
}
