import type { ChoiceOption } from '../../../../templates/pages/admin/fields.tsx';
import type { CustomField } from '../../../audience/custom-fields.ts';
import { rhythmNames } from '../../../../templates/pages/reader/choices.tsx';
import { rhythms } from '../../../newsletters/newsletter.ts';
import { type Rule, fieldTests } from '../../../segments/rules.ts';
import { bySlug } from '../choice-options.ts';
import type { ReaderChoices } from '../readers/reader-query.ts';
import { languageNames, languages } from '../../../../templates/words/languages.ts';

/** What the choices of rules are made from. */
export type RuleChoices = ReaderChoices & {
  /** Editions that were sent, by the number of their mailing. */
  readonly mailings: readonly ChoiceOption[];
};

/** A kind of rule as a form offers it. */
export type RuleKind = {
  /** What the form calls it: the rule's `on`, for a custom field with its slug behind. */
  readonly key: string;
  readonly about: string;
  readonly tests: readonly ChoiceOption[];
  /** Further things to choose, by the name of the rule's part. */
  readonly choices: ReadonlyArray<{
    readonly part: 'newsletter' | 'rhythm' | 'value';
    readonly label: string;
    readonly options: readonly ChoiceOption[];
  }>;
  /** What is typed as the rule's value. */
  readonly input: 'text' | 'date' | 'number' | null;
};

const testsOf = (tests: Readonly<Record<string, string>>): readonly ChoiceOption[] =>
  Object.entries(tests).map(([value, text]) => ({ value, text }));

const isOrNot = { is: 'is', 'is not': 'is not' };

/** Those whose value is typed or whose test says it all. */
const plainKinds: ReadonlyArray<Omit<RuleKind, 'choices' | 'key'> & { readonly key: Rule['on'] }> = [
  {
    key: 'address or name',
    about: 'Address or name',
    tests: testsOf({ contains: 'contains', 'does not contain': 'does not contain' }),
    input: 'text',
  },
  { key: 'domain', about: 'What stands behind the @', tests: testsOf(isOrNot), input: 'text' },
  {
    key: 'signed up',
    about: 'The day they came',
    tests: testsOf({ before: 'is before', 'on or after': 'is this day or later' }),
    input: 'date',
  },
  {
    key: 'days since',
    about: 'Days since they came',
    tests: testsOf({ 'at most': 'at most', 'more than': 'more than' }),
    input: 'number',
  },
  { key: 'source', about: 'The form or story they came by', tests: testsOf(isOrNot), input: 'text' },
  { key: 'tag', about: 'Tag', tests: testsOf({ has: 'has it', 'has not': 'has it not' }), input: 'text' },
  {
    key: 'mail within',
    about: 'Mail of the last days',
    tests: testsOf({ got: 'got some within days', 'got none': 'got none within days' }),
    input: 'number',
  },
  {
    key: 'mail ever',
    about: 'Mail at any time',
    tests: testsOf({ got: 'got an edition', 'got none': 'never got an edition' }),
    input: null,
  },
];

const subscriptionTests = {
  active: 'gets it',
  'not active': 'does not get it',
  pending: 'has not confirmed it yet',
  paused: 'has paused it',
  ended: 'has left it',
  ever: 'ever asked for it',
  never: 'never asked for it',
};

const tierTests = { has: 'holds it', 'has not': 'does not hold it', 'never had': 'never held it' };

function choosingKinds({ newsletters, tiers, mailings }: RuleChoices): readonly RuleKind[] {
  const anyNewsletter = [{ value: '', text: 'Any newsletter' }, ...bySlug(newsletters)];
  const anyRhythm = [
    { value: '', text: 'Any rhythm' },
    ...rhythms.map((rhythm) => ({ value: rhythm, text: rhythmNames[rhythm] })),
  ];
  const newsletter = { part: 'newsletter', label: 'Newsletter', options: anyNewsletter } as const;
  return [
    {
      key: 'newsletter',
      about: 'Newsletter',
      tests: testsOf(subscriptionTests),
      choices: [newsletter, { part: 'rhythm', label: 'Rhythm', options: anyRhythm }],
      input: null,
    },
    {
      key: 'tier',
      about: 'Subscription',
      tests: testsOf(tierTests),
      choices: [{ part: 'value', label: 'Which', options: bySlug(tiers) }],
      input: null,
    },
    {
      key: 'kept back',
      about: 'Kept from mail',
      tests: testsOf({ yes: 'is', no: 'is not' }),
      choices: [newsletter],
      input: null,
    },
    {
      key: 'language',
      about: 'Language',
      tests: testsOf(isOrNot),
      choices: [
        {
          part: 'value',
          label: 'Which',
          options: languages.map((value) => ({ value, text: languageNames[value] })),
        },
      ],
      input: null,
    },
    {
      key: 'mailing',
      about: 'One edition',
      tests: testsOf({ got: 'got it', 'never got': 'never got it' }),
      choices: [{ part: 'value', label: 'Which', options: mailings }],
      input: null,
    },
  ];
}

const fieldInputs = { text: 'text', number: 'text', date: 'date', 'yes or no': null } as const;

const fieldKind = ({ slug, name, kind }: CustomField): RuleKind => ({
  key: `field:${slug}`,
  about: name,
  tests: fieldTests[kind].map((test) => ({ value: test, text: test })),
  choices:
    kind === 'yes or no'
      ? [
          {
            part: 'value',
            label: 'Which',
            options: [
              { value: 'yes', text: 'Yes' },
              { value: 'no', text: 'No' },
            ],
          },
        ]
      : [],
  input: fieldInputs[kind],
});

/** Every kind of rule that this newsroom can make: a newsroom's own fields come last. */
export const listRuleKinds = (choices: RuleChoices): readonly RuleKind[] => [
  ...choosingKinds(choices),
  ...plainKinds.map((kind) => ({ ...kind, choices: [] })),
  ...choices.fields.map(fieldKind),
];
