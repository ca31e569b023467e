import type { ComponentChildren } from 'preact';

import { ProblemAt } from './problems.tsx';
import { useOwnLang, useWords } from './tongue.tsx';
import { wordsIn } from '../../words/languages.ts';

/** How often a reader wants to hear from a newsletter. */
export type Rhythm = 'each_story' | 'daily' | 'weekly';

export interface NewsletterChoice {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
}

export interface TierChoice {
  readonly slug: string;
  readonly name: string;
  /** "Free", or what it costs in words: "£6 a month or £60 a year". */
  readonly price: string;
}

/** For the newsroom's own pages, which are in English. */
export const rhythmNames: Readonly<Record<Rhythm, string>> = wordsIn('en').choices.rhythms;

interface ChoicesProps<Value extends string> {
  /** Begins every id, so that two forms can stand on one page. */
  readonly prefix?: string | undefined;
  readonly problem?: string | undefined;
  readonly chosen: Value;
}

interface GroupProps {
  readonly id: string;
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: ComponentChildren;
}

const Group = ({ id, legend, hint, problem, children }: GroupProps) => (
  <fieldset class="choices" aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
    <legend>{legend}</legend>
    {hint !== undefined && <p class="hint">{hint}</p>}
    <ProblemAt id={`${id}-problem`} message={problem} />
    {children}
  </fieldset>
);

interface ChoiceProps {
  readonly id: string;
  readonly type: 'checkbox' | 'radio';
  readonly name: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly label: ComponentChildren;
  readonly hint: ComponentChildren;
}

/** One line that can be chosen. */
const Choice = ({ id, type, name, value, isChosen, label, hint }: ChoiceProps) => (
  <div class="choice">
    <input id={id} type={type} name={name} value={value} checked={isChosen} aria-describedby={`${id}-hint`} />
    <label for={id}>{label}</label>
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  </div>
);

const OwnWords = ({ class: className, children }: { readonly class: string; readonly children: string }) => (
  <strong class={className} lang={useOwnLang()}>
    {children}
  </strong>
);

const OwnHint = ({ children }: { readonly children: ComponentChildren }) => {
  const lang = useOwnLang();
  return lang === undefined ? <>{children}</> : <span lang={lang}>{children}</span>;
};

/** The first control of a group carries the bare name, so that the error summary can lead to it. */
const idAt = (prefix: string, name: string, index: number) =>
  index === 0 ? `${prefix}${name}` : `${prefix}${name}-${index + 1}`;

export const NewsletterChoices = ({
  newsletters,
  chosen,
  prefix = '',
  problem,
}: Omit<ChoicesProps<string>, 'chosen'> & {
  readonly newsletters: readonly NewsletterChoice[];
  readonly chosen: readonly string[];
}) => (
  <Group id={`${prefix}newsletter`} legend={useWords().choices.newsletters} problem={problem}>
    {newsletters.map(({ slug, name, promise, frequency }, index) => (
      <Choice
        key={slug}
        id={idAt(prefix, 'newsletter', index)}
        type="checkbox"
        name="newsletter"
        value={slug}
        isChosen={chosen.includes(slug)}
        label={<OwnWords class="choice__name">{name}</OwnWords>}
        hint={
          <OwnHint>
            {promise} <span class="choice__aside">{frequency}</span>
          </OwnHint>
        }
      />
    ))}
  </Group>
);

export const RhythmChoices = ({ chosen, prefix = '', problem }: ChoicesProps<Rhythm>) => {
  const words = useWords().choices;
  return (
    <Group id={`${prefix}rhythm`} legend={words.howOften} hint={words.howOftenHint} problem={problem}>
      <div class="choices__row">
        {(['each_story', 'daily', 'weekly'] as const).map((rhythm, index) => (
          <Choice
            key={rhythm}
            id={idAt(prefix, 'rhythm', index)}
            type="radio"
            name="rhythm"
            value={rhythm}
            isChosen={rhythm === chosen}
            label={words.rhythms[rhythm]}
            hint={words.rhythmHints[rhythm]}
          />
        ))}
      </div>
    </Group>
  );
};

export const TierChoices = ({
  tiers,
  chosen,
  prefix = '',
  problem,
}: ChoicesProps<string> & { readonly tiers: readonly TierChoice[] }) => (
  <Group
    id={`${prefix}tier`}
    legend={useWords().choices.subscription}
    hint={useWords().choices.subscriptionHint}
    problem={problem}
  >
    <div class="choices__row">
      {tiers.map(({ slug, name, price }, index) => (
        <Choice
          key={slug}
          id={idAt(prefix, 'tier', index)}
          type="radio"
          name="tier"
          value={slug}
          isChosen={slug === chosen}
          label={name}
          hint={<span class="tabular">{price}</span>}
        />
      ))}
    </div>
  </Group>
);
