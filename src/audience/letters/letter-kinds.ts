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
  readonly words: LetterWords;
};

/** Every letter there is, with the words it has until the newsroom writes its own. */
export const letterKinds = {
  welcome: {
    title: 'Welcome',
    when: 'When a reader has confirmed a sign-up.',
    daysCount: null,
    tags: ['publication', 'newsletters', 'name'],
    days: 0,
    isOn: true,
    words: {
      subject: 'Welcome to {{newsletters}}',
      headline: 'Welcome, {{name}}',
      body: 'You are on the list: {{newsletters}} will come to this address.\n\nIf the first one is late, look in your junk folder and mark it as wanted; after that it knows the way.',
      button: 'Choose what comes, and how often',
    },
  },
  reminder: {
    title: 'Reminder to confirm',
    when: 'When somebody signed up and has not confirmed.',
    daysCount: 'after the sign-up',
    tags: ['publication', 'newsletters', 'name'],
    days: 2,
    isOn: true,
    words: {
      subject: 'One press is missing for {{newsletters}}',
      headline: 'Still want it?',
      body: 'You asked for {{newsletters}}, and we did not hear back. Without your yes nothing comes.',
      button: 'Yes, sign me up',
    },
  },
  'still-reading': {
    title: 'Still reading?',
    when: 'When a reader has given no sign for as long as a newsletter says under Silent readers. Without an answer they rest.',
    daysCount: null,
    tags: ['publication', 'newsletters', 'name'],
    days: 0,
    isOn: true,
    words: {
      subject: 'Shall {{newsletters}} still come?',
      headline: 'Are you still reading?',
      body: '{{newsletters}} has come to you for a long time, and we cannot tell whether anybody reads it: some mail programs tell us nothing.\n\nIf you want it, press the button and all stays as it is. If we hear nothing, it stops, and we keep no mailbox busy for nobody. This is the only time we ask.',
      button: 'Yes, keep it coming',
    },
  },
  'trial-ending': {
    title: 'Trial ending',
    when: 'Before the trial of a subscription ends.',
    daysCount: 'before the end',
    tags: ['publication', 'tier', 'day', 'price', 'name'],
    days: 3,
    isOn: true,
    words: {
      subject: 'Your trial of {{tier}} ends on {{day}}',
      headline: 'Your trial ends on {{day}}',
      body: 'You have been reading with {{tier}}. From {{day}} on it costs {{price}}, and nothing needs to be done for it.\n\nNot for you? End it in your account before then, and nothing is taken.',
      button: 'See my subscription',
    },
  },
  'payment-failed': {
    title: 'Payment failed',
    when: 'When the payment for a subscription did not go through.',
    daysCount: null,
    tags: ['publication', 'tier', 'name'],
    days: 0,
    isOn: true,
    words: {
      subject: 'We could not take the payment for {{tier}}',
      headline: 'The payment did not go through',
      body: 'Your card was declined for {{tier}}. It happens: a new card, a limit, a slip of the bank.\n\nYou can go on reading for now, and we will try again. If the card has changed, please say so in your account.',
      button: 'Look at my card',
    },
  },
  'card-expiring': {
    title: 'Card running out',
    when: 'Before the card of a subscription runs out.',
    daysCount: 'before its last day',
    tags: ['publication', 'tier', 'day', 'name'],
    days: 14,
    isOn: true,
    words: {
      subject: 'The card for {{tier}} runs out on {{day}}',
      headline: 'Your card runs out soon',
      body: 'The card that pays for {{tier}} is good until {{day}}. With a new one in your account everything goes on as it is.',
      button: 'Change my card',
    },
  },
  lapse: {
    title: 'Subscription ended',
    when: 'When what a reader paid for or was given is over.',
    daysCount: null,
    tags: ['publication', 'tier', 'day', 'name'],
    days: 0,
    isOn: true,
    words: {
      subject: 'Your {{tier}} subscription has ended',
      headline: 'It has ended',
      body: 'Your {{tier}} subscription ended on {{day}}. Thank you for having been part of it.\n\nYour newsletters still come. What is for subscribers is closed to you for now; you can open it again at any time.',
      button: 'Subscribe again',
    },
  },
  'win-back': {
    title: 'Come back',
    when: 'Some time after a subscription ended, to readers who still get a newsletter and want offers.',
    daysCount: 'after the end',
    tags: ['publication', 'tier', 'name'],
    days: 30,
    isOn: false,
    words: {
      subject: 'What you have missed at {{publication}}',
      headline: 'We would like to have you back',
      body: 'It is a while since your {{tier}} subscription ended. Local reporting is paid for by the people who read it, and every one of them counts.',
      button: 'See the subscriptions',
    },
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
