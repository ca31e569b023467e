import type { VNode } from 'preact';
import {
  AccountCodePage,
  AccountLinkPage,
  AccountSignInPage,
  NewAddressPage,
} from '../../../templates/pages/reader/account-door-pages.tsx';
import { AccountPage } from '../../../templates/pages/reader/account-page.tsx';
import { ArchivedEditionPage, ArchivePage } from '../../../templates/pages/reader/archive-pages.tsx';
import { ArticlePage } from '../../../templates/pages/reader/article-page.tsx';
import { LinkProblemPage } from '../../../templates/pages/reader/confirm-page.tsx';
import { EmbedPage, FormPage } from '../../../templates/pages/reader/form-page.tsx';
import { GiftPage } from '../../../templates/pages/reader/gift-page.tsx';
import { GivePage } from '../../../templates/pages/reader/give-page.tsx';
import { BuyPage, CancelPage, ClaimPage } from '../../../templates/pages/reader/membership-pages.tsx';
import { TooManyPage } from '../../../templates/pages/reader/message-page.tsx';
import { OffersPage } from '../../../templates/pages/reader/offers-page.tsx';
import { PollPage, PollResultPage } from '../../../templates/pages/reader/poll-page.tsx';
import { OneButtonPage } from '../../../templates/pages/reader/sign-up-page.tsx';
import { SnippetForm } from '../../../templates/pages/reader/snippet-form.tsx';
import { SubscribePage } from '../../../templates/pages/reader/subscribe-page.tsx';
import type { Site } from '../../../templates/pages/reader/site.ts';
import { UnsubscribedPage } from '../../../templates/pages/reader/unsubscribe-page.tsx';
import type { Language } from '../../../templates/words/languages.ts';
import { samplesIn } from './page-samples.tsx';

/** The reader pages that the other samples leave out. */
export function morePagesIn(
  language: Language,
  changes: Partial<Site> = {},
): Readonly<Record<string, VNode>> {
  const samples = samplesIn(language);
  const { box, story, moment, post, maskedAddress, hidden, honeypot, article, newsletters, tiers } = samples;
  const site = { ...samples.site, ...changes };
  const choices = {
    newsletters,
    tiers,
    chosen: { newsletters: [], rhythm: 'daily' as const, tier: 'free' },
  };
  const wall = { tier: 'Digital', isSignedIn: false, usedUp: true, subscribeHref: '/subscribe' };
  const wrong = { value: '204816', triesLeft: 1 };
  const account = {
    site,
    address: 'ada@example.test',
    tier: 'Digital',
    preferencesHref: '/p',
    newsletters: [],
    sessions: [
      { id: '1', device: 'Firefox', seen: moment, isThis: true },
      { id: '2', device: 'Safari', seen: moment, isThis: false },
    ],
    post: () => post,
    problems: [],
  };
  const poll = {
    site,
    post,
    edition: 'Seal closes the slipway',
    question: 'Keep the ferry?',
    answers: [
      { place: 1, words: 'Keep it', readers: 1 },
      { place: 2, words: 'Build a bridge', readers: 1 },
    ],
  };
  const archive = {
    site,
    canonical: 'https://lantern.example.org/archive',
    feeds: [],
    facts: {},
    subject: 'Seal closes the slipway',
    preheader: 'Sixty boats are waiting.',
  };
  const give = {
    site,
    offers: [{ value: 'digital-12', text: 'Digital for long', price: '£60' }],
    draft: { offer: 'digital-12', name: '', email: '', recipient: '', message: '' },
    problems: [],
    post,
  };
  return {
    'a form': FormPage({ site, box: { ...box, asksName: true, choices } }),
    'a framed form': EmbedPage({ site, box }),
    'a snippet': (
      <html lang={language}>
        {SnippetForm({
          action: 'https://lantern.example.org/signup',
          form: 'library',
          language,
          namesLanguage: true,
          headline: box.headline,
          promise: box.promise,
          button: 'GO',
          words: box.words,
          honeypot,
          asksName: true,
          choices,
        })}
      </html>
    ),
    'one button that waits, with a slip': OneButtonPage({
      site,
      email: 'ada@gmial.example',
      newsletters: [],
      words: box.words,
      post,
      waitSeconds: 8,
      suggestion: { offered: 'ada@gmail.example', post },
    }),
    'an unknown link': LinkProblemPage({ site, reason: 'unknown', hidden, honeypot }),
    'too many, for a while': TooManyPage({ site }),
    'left, and said why': UnsubscribedPage({
      site,
      newsletter: 'Morning Edition',
      maskedAddress,
      undo: post,
      hasGivenReason: true,
    }),
    'the door': AccountSignInPage({ site, post, honeypot, problems: [] }),
    'the code': AccountCodePage({
      site,
      email: 'ada@example.test',
      senderName: 'The Test Lantern',
      minutes: 10,
      post,
      again: post,
      wrong,
    }),
    'the code, used up': AccountCodePage({
      site,
      email: 'ada@example.test',
      senderName: 'The Test Lantern',
      minutes: 10,
      post,
      again: post,
      wrong: { ...wrong, triesLeft: 0 },
    }),
    'the link': AccountLinkPage({ site, maskedAddress, post }),
    'a new address': NewAddressPage({ site, maskedAddress, maskedOldAddress: 'b•••n@example.test', post }),
    'the account': AccountPage({ ...account, tierEnds: moment }),
    'the account of who pays': AccountPage({
      ...account,
      payment: { words: '£6', isEnding: false },
      problems: [{ field: 'sure', message: 'Tick it.' }],
    }),
    'the account of who has ended it': AccountPage({ ...account, payment: { words: '£6', isEnding: true } }),
    'an article for registered readers': ArticlePage({
      ...article,
      site,
      updated: moment,
      blocks: [],
      wall: { ...wall, wants: 'registered', box },
    }),
    'an article for subscribers': ArticlePage({
      ...article,
      site,
      blocks: [],
      wall: { ...wall, wants: 'tier' },
    }),
    'an article to give': ArticlePage({
      ...article,
      site,
      blocks: [],
      gift: { action: '/account/gift/seal', csrf: { name: 'csrf', value: 'c' } },
      wall: { wants: 'tier', isSignedIn: true, usedUp: false, subscribeHref: '/subscribe' },
    }),
    'a gift': GiftPage({
      site,
      headline: 'Seal closes the slipway',
      url: 'https://lantern.example.org/g',
      left: 2,
    }),
    'the last gift': GiftPage({
      site,
      headline: 'Seal closes the slipway',
      url: 'https://lantern.example.org/g',
      left: 0,
    }),
    'no more offers': OffersPage({ site, maskedAddress, state: 'asked', post }),
    'offers left': OffersPage({ site, maskedAddress, state: 'left', post }),
    'offers again': OffersPage({ site, maskedAddress, state: 'back', post }),
    'tiers to pay for': SubscribePage({
      site,
      article: 'seal',
      takesPayments: true,
      isNotPaid: true,
      tiers: [],
    }),
    buying: BuyPage({
      site,
      tier: 'Digital',
      description: 'More.',
      benefits: [],
      address: 'ada@example.test',
      offers: [{ amount: '£6', every: 'month' }],
      trialDays: 14,
      post,
    }),
    changing: BuyPage({
      site,
      tier: 'Patron',
      description: 'More.',
      benefits: [],
      address: 'ada@example.test',
      offers: [{ amount: '£60', every: 'year' }],
      trialDays: 0,
      standing: 'Digital',
      post,
    }),
    ending: CancelPage({ site, tier: 'Digital', lastDay: moment, discount: 20, post: () => post }),
    'ending without a day': CancelPage({ site, tier: 'Digital', post: () => post }),
    claiming: ClaimPage({
      site,
      title: 'Library',
      sentences: ['A seat.'],
      message: 'From Ben',
      button: 'Mine',
      post,
    }),
    'claiming as a stranger': ClaimPage({ site, title: 'Library', sentences: ['A seat.'], button: 'Mine' }),
    giving: GivePage(give),
    'giving, refused': GivePage({ ...give, problems: [{ field: 'email', message: 'Type it all.' }] }),
    'an archive': ArchivePage({
      ...archive,
      newsletter: { slug: 'morning-edition', name: 'Morning Edition', promise: 'Tea.' },
      editions: [],
      older: '/archive/morning-edition?after=x',
    }),
    'an archived edition': ArchivedEditionPage({
      ...archive,
      newsletter: { slug: 'morning-edition', name: 'Morning Edition', isOpen: true },
      sent: moment,
      parts: [
        { kind: 'story', story, blocks: [], isWhole: false },
        { kind: 'sponsor', label: undefined, name: 'Quay Books', text: 'New maps.' },
        { kind: 'poll', question: 'Keep the ferry?', answers: ['Keep it'] },
      ],
    }),
    'a question': PollPage({ ...poll, chosen: 1 }),
    'a question, answered before and not this time': PollPage({
      ...poll,
      chosen: null,
      given: '204816',
      problem: 'Type it all.',
    }),
    'what readers answered': PollResultPage({ ...poll, readers: 2, given: 1, changeHref: '/polls/t/p/1' }),
  };
}
