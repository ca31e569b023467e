import type { VNode } from 'preact';
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
import { PreferencesPage } from '../../../templates/pages/reader/preferences-page.tsx';
import {
  AskForLinkPage,
  PreferencesProblemPage,
} from '../../../templates/pages/reader/preferences-link-pages.tsx';
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

import type { Language } from '../../../templates/words/languages.ts';

/** Every kind of reader page, as one language speaks it around the same words of a newsroom. */
export function samplesIn(language: Language) {
  const section = { slug: 'harbour', name: 'Harbour & Market' };
  const site: Site = {
    title: 'The Test Lantern',
    town: 'Wrenhythe',
    tagline: 'Lit before breakfast',
    language,
    ownLanguage: 'en',
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
    languages: ['en', 'es'],
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
      webmail: { name: 'Postbox', href: 'https://mail.example.org/' },
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
      reasons: { post, choices: ['too often', 'elsewhere'] },
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

  return {
    site,
    picture,
    moment,
    section,
    post,
    maskedAddress,
    hidden,
    honeypot,
    words,
    story,
    box,
    refusedSignUp,
    checkMail,
    preferences,
    got,
    article,
    newsletters,
    tiers,
    pages,
  };
}
