/** Words of a letter; `{{tags}}` stand for what is true of the reader. */
export type LetterWords = {
  readonly subject: string;
  readonly headline: string;
  /** Paragraphs, with an empty line between them. */
  readonly body: string;
  /** What the button says. */
  readonly button: string;
};

export type LetterKindFacts = {
  readonly title: string;
  /** When it goes out, for whoever edits it. */
  readonly when: string;
  /** What the number of days counts, such as "after the sign-up"; null where there is nothing to set. */
  readonly daysCount: string | null;
  readonly tags: readonly string[];
  readonly days: number;
  readonly isOn: boolean;
};

/** Every letter there is. Until the newsroom writes its own words, it has those of the reader's dictionary. */
export const letterKinds = {
  welcome: {
    title: 'Welcome',
    when: 'When a reader has confirmed a sign-up.',
    daysCount: null,
    tags: ['publication', 'newsletters', 'name'],
    days: 0,
    isOn: true,
  },
  reminder: {
    title: 'Reminder to confirm',
    when: 'When somebody signed up and has not confirmed.',
    daysCount: 'after the sign-up',
    tags: ['publication', 'newsletters', 'name'],
    days: 2,
    isOn: true,
  },
  'still-reading': {
    title: 'Still reading?',
    when: 'When a reader has given no sign for as long as a newsletter says under Silent readers. Without an answer they rest.',
    daysCount: null,
    tags: ['publication', 'newsletters', 'name'],
    days: 0,
    isOn: true,
  },
  'trial-ending': {
    title: 'Trial ending',
    when: 'Before the trial of a subscription ends.',
    daysCount: 'before the end',
    tags: ['publication', 'tier', 'day', 'price', 'name'],
    days: 3,
    isOn: true,
  },
  'payment-failed': {
    title: 'Payment failed',
    when: 'When the payment for a subscription did not go through.',
    daysCount: null,
    tags: ['publication', 'tier', 'name'],
    days: 0,
    isOn: true,
  },
  'card-expiring': {
    title: 'Card running out',
    when: 'Before the card of a subscription runs out.',
    daysCount: 'before its last day',
    tags: ['publication', 'tier', 'day', 'name'],
    days: 14,
    isOn: true,
  },
  lapse: {
    title: 'Subscription ended',
    when: 'When what a reader paid for or was given is over.',
    daysCount: null,
    tags: ['publication', 'tier', 'day', 'name'],
    days: 0,
    isOn: true,
  },
  'win-back': {
    title: 'Come back',
    when: 'Some time after a subscription ended, to readers who still get a newsletter and want offers.',
    daysCount: 'after the end',
    tags: ['publication', 'tier', 'name'],
    days: 30,
    isOn: false,
  },
} as const satisfies Record<string, LetterKindFacts>;

export type LetterKind = keyof typeof letterKinds;

export const isLetterKind = (text: string): text is LetterKind => Object.hasOwn(letterKinds, text);

const tagPattern = /\{\{\s*([a-z-]*)\s*\}\}/g;

/** Tags in a text that its letter does not know, such as a slip of the pen. */
export function unknownTags(kind: LetterKind, text: string): readonly string[] {
  const known: readonly string[] = letterKinds[kind].tags;
  return [...text.matchAll(tagPattern)].flatMap(([tag, name = '']) => (known.includes(name) ? [] : [tag]));
}

/** Puts values in the place of tags. One without a value goes with the comma or space before it: "Welcome, {{name}}". */
function fillLetterTags(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/(,?\s*)\{\{\s*([a-z-]*)\s*\}\}/g, (_whole, before: string, name: string) => {
    const value = values[name] ?? '';
    return value === '' ? '' : `${before}${value}`;
  });
}

/** All words of a letter with their values. */
export function fillLetter(words: LetterWords, values: Readonly<Record<string, string>>): LetterWords {
  return {
    subject: fillLetterTags(words.subject, values),
    headline: fillLetterTags(words.headline, values),
    body: fillLetterTags(words.body, values),
    button: fillLetterTags(words.button, values),
  };
}
