import { type Language, type Words, wordsIn } from '../../words/languages.ts';
import type { BoxChoices } from './sign-up-box.tsx';

export interface SnippetFormProps {
  /** In full: the form stands on another site. */
  readonly action: string;
  readonly form: string;
  readonly language: Language;
  /** Whether it says so to whoever takes the sign-up: not where the paper speaks one language only. */
  readonly namesLanguage: boolean;
  readonly headline: string;
  readonly promise: string;
  readonly button: string;
  readonly words: string;
  readonly honeypot: string;
  readonly tier?: string | undefined;
  readonly asksName: boolean;
  readonly choices?: BoxChoices | undefined;
}

/**
 * A sign-up form for any page of any system: plain markup that takes on the look of the page it stands in, and works with no
 * style, no script and no signed field. The script, where there is one, finds it by `data-doorstep`.
 */
export const SnippetForm = (props: SnippetFormProps) => (
  <form method="post" action={props.action} data-doorstep>
    <input type="hidden" name="form" value={props.form} />
    <input type="hidden" name="article" value="" />
    {props.namesLanguage && <input type="hidden" name="lang" value={props.language} />}
    {props.tier !== undefined && <input type="hidden" name="tier" value={props.tier} />}
    <p>
      <strong>{props.headline}</strong>
    </p>
    <p>{props.promise}</p>
    {props.choices !== undefined && <Choices {...props.choices} words={wordsIn(props.language).choices} />}
    {props.asksName && (
      <p>
        <label>
          {wordsIn(props.language).fields.name}{' '}
          <input type="text" name="name" autocomplete="name" maxlength={80} />
        </label>
      </p>
    )}
    <p>
      <label>
        {wordsIn(props.language).fields.email}{' '}
        <input type="email" name="email" autocomplete="email" maxlength={254} required />
      </label>
    </p>
    <p hidden aria-hidden="true">
      <label>
        {wordsIn(props.language).frame.leaveEmpty}{' '}
        <input type="text" name={props.honeypot} tabindex={-1} autocomplete="off" />
      </label>
    </p>
    <p>
      <button type="submit">{props.button}</button>
    </p>
    <p data-words>{props.words}</p>
    <output tabindex={-1} data-answer />
  </form>
);

const Choices = ({
  newsletters,
  tiers,
  chosen,
  words,
}: BoxChoices & { readonly words: Words['choices'] }) => (
  <>
    <fieldset>
      <legend>{words.newsletters}</legend>
      {newsletters.map(({ slug, name, frequency }) => (
        <p key={slug}>
          <label>
            <input type="checkbox" name="newsletter" value={slug} /> {name}: {frequency}
          </label>
        </p>
      ))}
    </fieldset>
    <fieldset>
      <legend>{words.howOften}</legend>
      {Object.entries(words.rhythms).map(([value, text]) => (
        <p key={value}>
          <label>
            <input type="radio" name="rhythm" value={value} checked={value === chosen.rhythm} /> {text}
          </label>
        </p>
      ))}
    </fieldset>
    {tiers.length > 1 && (
      <fieldset>
        <legend>{words.subscription}</legend>
        {tiers.map(({ slug, name, price }) => (
          <p key={slug}>
            <label>
              <input type="radio" name="tier" value={slug} checked={slug === chosen.tier} /> {name}: {price}
            </label>
          </p>
        ))}
      </fieldset>
    )}
  </>
);
