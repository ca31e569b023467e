import { buildSync } from 'esbuild';
import { gzipSync } from 'node:zlib';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

import { ArticlePage } from '../../../templates/pages/reader/article-page.tsx';
import { CheckMailPage } from '../../../templates/pages/reader/check-mail-page.tsx';
import type { CheckMailPageProps } from '../../../templates/pages/reader/check-mail-page.tsx';
import type { NewsletterChoice, Rhythm } from '../../../templates/pages/reader/choices.tsx';
import {
  ConfirmedPage,
  ConfirmPage,
  LinkProblemPage,
} from '../../../templates/pages/reader/confirm-page.tsx';
import { FrontPage } from '../../../templates/pages/reader/front-page.tsx';
import {
  ErrorPage,
  MessagePage,
  NotFoundPage,
  TooManyPage,
  UnreadablePage,
} from '../../../templates/pages/reader/message-page.tsx';
import { NewslettersPage } from '../../../templates/pages/reader/newsletters-page.tsx';
import {
  AskForLinkPage,
  PreferencesPage,
  PreferencesProblemPage,
} from '../../../templates/pages/reader/preferences-page.tsx';
import type { PreferencesPageProps } from '../../../templates/pages/reader/preferences-page.tsx';
import { OneButtonPage, SignUpPage } from '../../../templates/pages/reader/sign-up-page.tsx';
import type { SignUpPageProps } from '../../../templates/pages/reader/sign-up-page.tsx';
import type { SignUpBoxProps } from '../../../templates/pages/reader/sign-up-box.tsx';
import type { Moment, Picture, Site } from '../../../templates/pages/reader/site.ts';
import { SubscribePage } from '../../../templates/pages/reader/subscribe-page.tsx';
import type { Teaser } from '../../../templates/pages/reader/teaser.tsx';
import {
  LeftAllPage,
  UndonePage,
  UnsubscribedPage,
  UnsubscribePage,
} from '../../../templates/pages/reader/unsubscribe-page.tsx';

const section = { slug: 'harbour', name: 'Harbour & Market' };
const site: Site = {
  title: 'The Test Lantern',
  town: 'Wrenhythe',
  tagline: 'Lit before breakfast',
  language: 'en-GB',
  postalAddress: '3 Chandler’s Steps',
  sections: [section],
  today: { text: 'Tuesday 1 December 2026', iso: '2026-12-01' },
  styles: ['/assets/reader.css?v=7', '/theme.css?v=2'],
  script: '/assets/reader.js?v=7',
};
const moment: Moment = { text: 'Tuesday 15 December', iso: '2026-12-15' };
const picture: Picture = { src: '/media/1.jpg', alt: 'A seal asleep', width: 1200, height: 800 };
const hidden = [{ name: 'facts', value: 'v1.signed' }];
const post = { action: '/somewhere', hidden };
const honeypot = 'homepage';
const words = 'I want Morning Edition by e-mail and can leave with one click.';
const maskedAddress = 'a•••a@example.test';
const story: Teaser = {
  href: '/articles/seal',
  headline: 'Seal closes the slipway',
  dek: 'Sixty boats are waiting.',
  byline: 'Tobias Rusk',
  published: moment,
  section,
  picture,
};
const box: SignUpBoxProps = {
  id: 'sign-up-1',
  headline: 'Be the first to know',
  promise: 'One short letter every morning.',
  newsletters: ['morning-edition', 'breaking'],
  form: 'article',
  article: 'seal',
  words,
  hidden,
  honeypot,
};
const rhythms: readonly Rhythm[] = ['each_story', 'daily', 'weekly'];
const newsletters: readonly (NewsletterChoice & { readonly rhythms: readonly Rhythm[] })[] = [
  {
    slug: 'morning-edition',
    name: 'Morning Edition',
    promise: 'Tea.',
    frequency: 'Weekdays at 6 am',
    rhythms,
  },
  { slug: 'weekend', name: 'The Weekend', promise: 'Coffee.', frequency: 'Saturdays', rhythms: ['weekly'] },
];
const tiers = [
  { slug: 'free', name: 'Free', price: 'Nothing to pay' },
  { slug: 'digital', name: 'Digital', price: '£6 a month' },
];
const signUp: SignUpPageProps = {
  site,
  newsletters,
  tiers,
  values: { email: '', name: '', newsletters: ['morning-edition'], rhythm: 'daily', tier: 'free' },
  problems: [],
  words,
  hidden,
  honeypot,
};
const refusedSignUp: SignUpPageProps = {
  ...signUp,
  values: {
    ...signUp.values,
    email: 'ada@',
    name: 'Ada <b>',
    newsletters: ['weekend'],
    rhythm: 'weekly',
    tier: 'digital',
  },
  problems: [
    { field: 'email', message: 'Type the whole address.' },
    { field: 'newsletter', message: 'Tick at least one newsletter.' },
  ],
};
const checkMail: CheckMailPageProps = {
  site,
  email: 'ada@example.test',
  senderName: 'The Test Lantern',
  subject: 'Please confirm: Morning Edition',
  code: { post },
  resend: { post, waitSeconds: 60 },
  choices: {
    post,
    newsletters,
    tiers,
    chosen: { newsletters: ['morning-edition'], rhythm: 'daily', tier: 'free' },
    words,
    isSaved: false,
  },
};
const preferences: PreferencesPageProps = {
  site,
  maskedAddress,
  name: 'Ada',
  tier: 'Free',
  newsletters: newsletters.map((newsletter) => ({ ...newsletter, isSubscribed: true, rhythm: 'weekly' })),
  sections: [{ slug: 'harbour', name: 'Harbour', isFollowed: true }],
  save: post,
  problems: [],
  pause: { kind: 'possible', post, lengths: [2, 4, 8].map((weeks) => ({ weeks, returns: moment })) },
  leaveAll: post,
};
const got = [{ name: 'Morning Edition', rhythm: 'Daily' }];
const article = {
  site,
  section,
  headline: 'Seal closes the slipway',
  dek: 'Sixty boats are waiting.',
  byline: 'Tobias Rusk',
  published: moment,
  picture: { picture, caption: 'Not in a hurry.', credit: 'Illustration: The Lantern' },
  more: [story],
};

const pages: Record<string, VNode> = {
  'the front page': FrontPage({
    site,
    canonical: 'https://lantern.example.org/',
    lead: story,
    seconds: [story, story],
    river: [{ section, stories: [story] }],
    signUp: box,
  }),
  'a front page before the first story': FrontPage({ site, seconds: [], river: [], signUp: box }),
  'an article': ArticlePage({
    ...article,
    blocks: [
      { kind: 'paragraph', text: 'The seal sleeps.' },
      { kind: 'heading', text: 'The Tax Inspector' },
      { kind: 'quote', text: 'It will go when it goes.', by: 'The harbour master' },
      { kind: 'picture', picture },
      { kind: 'sign-up', box },
    ],
  }),
  'an article with a refused address': ArticlePage({
    ...article,
    blocks: [{ kind: 'sign-up', box: { ...box, email: 'ada@', problem: 'Type the whole address.' } }],
  }),
  'the sign-up form': SignUpPage(signUp),
  'a refused sign-up form': SignUpPage(refusedSignUp),
  'one button': OneButtonPage({
    site,
    email: 'ada@example.test',
    newsletters: ['Morning Edition'],
    words,
    post,
  }),
  'check your mail': CheckMailPage(checkMail),
  'check your mail, with everything to say': CheckMailPage({
    ...checkMail,
    suggestion: { offered: 'ada@gmail.example', post },
    webmail: { label: 'Open the inbox', href: 'https://mail.example.org/' },
    code: { post, wrong: { value: '123456', triesLeft: 2 } },
    resend: { post, waitSeconds: 42, outcome: 'too-soon' },
    choices: { ...checkMail.choices, isSaved: true, problem: 'Tick at least one newsletter.' },
  }),
  confirm: ConfirmPage({ site, maskedAddress, newsletters: ['A', 'B', 'C'], post }),
  confirmed: ConfirmedPage({
    site,
    newsletters: got,
    tier: 'Free',
    askedTier: 'Digital',
    preferencesHref: '/preferences/t',
  }),
  'an expired link': LinkProblemPage({ site, reason: 'expired', hidden, honeypot }),
  'a used link': LinkProblemPage({
    site,
    reason: 'used',
    hidden,
    honeypot,
    email: 'ada@',
    problem: 'Type it all.',
  }),
  preferences: PreferencesPage(preferences),
  'paused preferences': PreferencesPage({
    ...preferences,
    done: 'Paused.',
    problems: [{ field: 'name', message: 'A name without a link, please.' }],
    pause: { kind: 'paused', returns: moment, post },
  }),
  'a page that sends the link': AskForLinkPage({ site, hidden, honeypot }),
  'preferences without a good link': PreferencesProblemPage({ site, hidden, honeypot }),
  unsubscribe: UnsubscribePage({
    site,
    newsletter: 'Morning Edition',
    maskedAddress,
    post,
    preferencesHref: '/p',
  }),
  unsubscribed: UnsubscribedPage({
    site,
    newsletter: 'Morning Edition',
    maskedAddress,
    undo: post,
    weekly: post,
    reasons: { post, choices: [{ value: 'too-often', label: 'Too often' }] },
    leaveAll: post,
  }),
  'left all': LeftAllPage({ site, maskedAddress, undo: post }),
  undone: UndonePage({ site, maskedAddress, newsletters: got, preferencesHref: '/p' }),
  newsletters: NewslettersPage({ site, newsletters, chosen: [], problems: [], words, hidden, honeypot }),
  'refused newsletters': NewslettersPage({
    site,
    newsletters,
    chosen: [],
    problems: refusedSignUp.problems,
    words,
    hidden,
    honeypot,
  }),
  tiers: SubscribePage({
    site,
    article: '',
    takesPayments: false,
    isNotPaid: false,
    tiers: [
      {
        slug: 'free',
        name: 'Free',
        description: 'For all.',
        benefits: ['Mail'],
        prices: [],
        isRecommended: false,
      },
      {
        slug: 'digital',
        name: 'Digital',
        description: 'More.',
        benefits: ['All of it'],
        prices: [
          { amount: '£6', every: 'month' },
          { amount: '£60', every: 'year' },
        ],
        isRecommended: true,
      },
    ],
  }),
  'a message': MessagePage({ site, title: 'On its way', sentences: ['Look in your inbox.'] }),
  'not found': NotFoundPage({ site }),
  unreadable: UnreadablePage({ site }),
  'an error': ErrorPage({ site, reference: 'K7QD-2M4X' }),
  'too many': TooManyPage({ site, again: moment }),
};

const html = (page: VNode) => renderToString(page);
/** Opening tags; a ">" inside an attribute is not their end. */
const tags = (markup: string, name: string): readonly string[] =>
  markup.match(new RegExp(`<${name}\\b(?:"[^"]*"|[^">])*>`, 'g')) ?? [];
const attributeOf = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
const valuesOf = (markup: string, name: string): readonly string[] =>
  [...markup.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);
const inputsNamed = (markup: string, name: string): readonly string[] =>
  tags(markup, 'input').filter((tag) => attributeOf(tag, 'name') === name);
const forms = (markup: string): readonly string[] => markup.match(/<form\b.*?<\/form>/gs) ?? [];

describe.each(Object.entries(pages))('%s', (_name, page) => {
  const markup = html(page);

  test('needs nothing that the content security policy forbids', () => {
    expect(markup).not.toMatch(/\sstyle=/);
    expect(markup).not.toMatch(/\son[a-z]+=/);
    expect(tags(markup, 'style')).toEqual([]);
    expect(markup.match(/<script\b[^>]*>[^<]*<\/script>/g)).toEqual([
      '<script type="module" src="/assets/reader.js?v=7"></script>',
    ]);
  });

  test('names its language and itself, and links the sheets with the theme last', () => {
    expect(markup).toContain('<html lang="en-GB">');
    expect(markup).toMatch(/<title>(Error: )?(.+ · )?The Test Lantern<\/title>/);
    const sheets = tags(markup, 'link').filter((tag) => attributeOf(tag, 'rel') === 'stylesheet');
    expect(sheets.map((tag) => attributeOf(tag, 'href'))).toEqual(site.styles);
  });

  test('has one first headline and leaves out no level below it', () => {
    const levels = [...markup.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    // An error summary may stand before the headline, as it is read first.
    const after = levels.slice(levels.indexOf(1));
    after.forEach((level, index) => expect(level - (after[index - 1] ?? 0)).toBeLessThanOrEqual(1));
  });

  test('gives every id once, and points at none that is missing', () => {
    const ids = valuesOf(markup, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    const pointers = ['for', 'aria-describedby', 'aria-labelledby']
      .flatMap((name) => valuesOf(markup, name))
      .concat(valuesOf(markup, 'href').flatMap((href) => (href.startsWith('#') ? [href.slice(1)] : [])));
    expect(pointers.length).toBeGreaterThan(0);
    for (const pointer of pointers.flatMap((value) => value.split(' '))) expect(ids).toContain(pointer);
  });

  test('labels every control that is not hidden', () => {
    const labelled = new Set(valuesOf(markup, 'for'));
    const controls = [...tags(markup, 'input'), ...tags(markup, 'select')].filter(
      (tag) => attributeOf(tag, 'type') !== 'hidden' && attributeOf(tag, 'name') !== honeypot,
    );
    for (const control of controls) expect(labelled).toContain(attributeOf(control, 'id'));
  });

  test('posts every form with the fields it must carry', () => {
    for (const form of forms(markup)) {
      expect(form).toMatch(/^<form\b[^>]*method="post"/);
      expect(form).toContain('<input type="hidden" name="facts" value="v1.signed"/>');
      expect(form).toMatch(/<button\b[^>]*type="submit"/);
    }
  });

  test('says at the field whatever is wrong, and in the title that something is', () => {
    const invalid = tags(markup, 'input').filter((tag) => attributeOf(tag, 'aria-invalid') === 'true');
    for (const input of invalid) expect(attributeOf(input, 'aria-describedby')).toContain('-problem');
    expect(markup.includes('<title>Error: ')).toBe(markup.includes('class="problem"'));
  });
});

test('what people wrote is text, never markup', () => {
  const nasty = '<img src=x onerror="alert(1)"> & “friends”';
  const markup = html(
    ArticlePage({
      ...article,
      headline: nasty,
      dek: nasty,
      byline: nasty,
      blocks: [
        { kind: 'paragraph', text: nasty },
        { kind: 'quote', text: nasty, by: nasty },
        { kind: 'sign-up', box: { ...box, headline: nasty, promise: nasty, email: nasty, problem: nasty } },
      ],
    }),
  );
  expect(markup).not.toContain('<img src=x');
  expect(markup).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;> &amp; “friends”');
});

describe('the sign-up box', () => {
  const [form = ''] = forms(html(ArticlePage({ ...article, blocks: [{ kind: 'sign-up', box }] })));

  test('is an ordinary form that says where it stands and what it asks for', () => {
    expect(form).toMatch(/^<form\b[^>]*action="\/signup"/);
    expect(inputsNamed(form, 'newsletter').map((tag) => attributeOf(tag, 'value'))).toEqual(box.newsletters);
    expect(inputsNamed(form, 'form').map((tag) => attributeOf(tag, 'value'))).toEqual(['article']);
    expect(inputsNamed(form, 'article').map((tag) => attributeOf(tag, 'value'))).toEqual(['seal']);
  });

  test('asks for one thing, and tells browsers what it is', () => {
    const shown = tags(form, 'input').filter((tag) => attributeOf(tag, 'type') !== 'hidden');
    expect(shown.map((tag) => attributeOf(tag, 'name'))).toEqual([honeypot, 'email']);
    expect(form).toMatch(/<input type="email" autocomplete="email"/);
    expect(form).toContain('SIGN ME UP!');
    expect(form).toContain(words);
  });

  test('hides its trap from eyes, ears and the keyboard', () => {
    expect(form).toMatch(
      /<div class="visually-hidden" aria-hidden="true"><label>[^<]*<input [^>]*name="homepage"/,
    );
    const [trap = ''] = inputsNamed(form, honeypot);
    expect(attributeOf(trap, 'tabindex')).toBe('-1');
    expect(attributeOf(trap, 'autocomplete')).toBe('off');
  });

  test('comes back with what was typed and the reason at the field', () => {
    const refused = html(
      ArticlePage({
        ...article,
        blocks: [{ kind: 'sign-up', box: { ...box, email: 'ada@', problem: 'Type the whole address.' } }],
      }),
    );
    const [input = ''] = inputsNamed(refused, 'email');
    expect(attributeOf(input, 'value')).toBe('ada@');
    expect(attributeOf(input, 'aria-describedby')).toBe('sign-up-1-email-problem');
    expect(refused).toMatch(/id="sign-up-1-email-problem">.*?Type the whole address\./);
  });
});

test('a refused sign-up form keeps every choice and leads to each field from its summary', () => {
  const markup = html(SignUpPage(refusedSignUp));
  expect(markup).toMatch(/class="error-summary" role="alert" tabindex="-1" autofocus/);
  expect(markup).toContain('<a href="#email">Type the whole address.</a>');
  expect(markup).toContain('<a href="#newsletter">Tick at least one newsletter.</a>');
  expect(attributeOf(inputsNamed(markup, 'name')[0] ?? '', 'value')).toBe('Ada &lt;b>');
  const checked = tags(markup, 'input').filter((tag) => / checked\b/.test(tag));
  expect(checked.map((tag) => attributeOf(tag, 'value'))).toEqual(['weekend', 'weekly', 'digital']);
});

describe('check your mail', () => {
  test('repeats the address, the sender and the subject, and asks for the code as phones know it', () => {
    const markup = html(CheckMailPage(checkMail));
    for (const text of [checkMail.email, checkMail.senderName, checkMail.subject])
      expect(markup).toContain(text);
    const [code = ''] = inputsNamed(markup, 'code');
    expect(attributeOf(code, 'inputmode')).toBe('numeric');
    expect(attributeOf(code, 'autocomplete')).toBe('one-time-code');
    expect(markup).toContain('data-wait="60"');
  });

  test.each([
    [2, 'you have 2 tries left'],
    [1, 'you have one try left'],
    [0, 'can no longer be used'],
  ])('after a wrong code with %i tries left says that %s', (triesLeft, sentence) => {
    const markup = html(
      CheckMailPage({ ...checkMail, code: { post, wrong: { value: '123456', triesLeft } } }),
    );
    expect(markup).toContain(sentence);
    expect(attributeOf(inputsNamed(markup, 'code')[0] ?? '', 'value')).toBe('123456');
  });

  test('a suggestion never decides: both answers are buttons', () => {
    const markup = html(CheckMailPage({ ...checkMail, suggestion: { offered: 'ada@gmail.example', post } }));
    expect(markup).toMatch(/name="answer" value="use">Use ada@gmail\.example/);
    expect(markup).toMatch(/name="answer" value="keep">Keep what I typed/);
  });
});

test('confirming names the newsletters as a sentence would', () => {
  const confirm = (names: readonly string[]) =>
    html(ConfirmPage({ site, maskedAddress, newsletters: names, post }));
  expect(confirm(['A'])).toContain('will get A.');
  expect(confirm(['A', 'B'])).toContain('will get A and B.');
  expect(confirm(['A', 'B', 'C'])).toContain('will get A, B and C.');
});

test('preferences offer a rhythm only where there is a choice, and print the day of return', () => {
  const markup = html(PreferencesPage(preferences));
  expect(tags(markup, 'select').map((tag) => attributeOf(tag, 'name'))).toEqual(['rhythm-morning-edition']);
  expect(markup).toMatch(/<option selected value="weekly">|<option value="weekly" selected>/);
  expect(markup).toMatch(/name="weeks" value="8">.*?back on Tuesday 15 December/s);
});

test('a tier leads to the sign-up form with itself chosen', () => {
  const markup = html(pages['tiers'] ?? NotFoundPage({ site }));
  expect(markup).toContain('href="/signup?tier=digital"');
  expect(markup).toContain('takes payment by invoice');
});

test('personal pages stay out of search engines, the paper does not', () => {
  const isUnlisted = (page: VNode) => html(page).includes('<meta name="robots" content="noindex"/>');
  expect(isUnlisted(PreferencesPage(preferences))).toBe(true);
  expect(isUnlisted(CheckMailPage(checkMail))).toBe(true);
  expect(isUnlisted(ArticlePage({ ...article, blocks: [] }))).toBe(false);
});

test('a page with its sheet and script weighs at most 15 KB, the script at most 3', () => {
  const { outputFiles } = buildSync({
    entryPoints: ['reader.css', 'reader.ts'].map((file) => `${__dirname}/../../../templates/assets/${file}`),
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
  });
  const [sheet, script] = ['.css', '.js'].map(
    (end) => outputFiles.find(({ path }) => path.endsWith(end))?.contents,
  );
  if (sheet === undefined || script === undefined) throw new Error('esbuild made no sheet or no script');
  const weight = (content: Uint8Array | string) => gzipSync(content).length;
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...story,
    href: `/articles/${index}-${'slug'.repeat(index)}`,
  }));
  const front = FrontPage({
    site,
    lead: story,
    seconds: many.slice(0, 2),
    river: [{ section, stories: many }],
    signUp: box,
  });

  expect(script.length).toBeLessThanOrEqual(3 * 1024);
  expect(weight(sheet) + weight(script) + weight(html(front))).toBeLessThanOrEqual(15 * 1024);
});
