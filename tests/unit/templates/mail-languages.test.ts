import { addressChangedMail, newAddressMail } from '../../../templates/email/address-mails.ts';
import { alreadySubscribedMail } from '../../../templates/email/already-subscribed-mail.ts';
import { assembleHtml, assembleSubject, assembleText } from '../../../templates/email/assemble.ts';
import { confirmationMail } from '../../../templates/email/confirmation-mail.ts';
import { renderEdition } from '../../../templates/email/edition.ts';
import { giftMail, giftReceiptMail } from '../../../templates/email/gift-mail.ts';
import type { MailTemplate } from '../../../templates/email/mail-template.ts';
import { ownLetterMail } from '../../../templates/email/own-letter.ts';
import { preferencesLinkMail } from '../../../templates/email/preferences-link-mail.ts';
import { signInMail } from '../../../templates/email/sign-in-mail.ts';
import { welcomeMail } from '../../../templates/email/welcome-mail.ts';
import { type Language, wordsIn } from '../../../templates/words/languages.ts';

/** What the newsroom and the reader say, each with a sign that no dictionary has: it is the same in every language. */
const named = (words: string): string => `§${words.replaceAll(' ', '§')}`;

const url = 'https://lantern.example.org/x';
const publicationIn = (language: Language) => ({
  language,
  name: named('The Lantern'),
  town: named('Wrenhythe'),
  url: 'https://lantern.example.org/',
  postalAddress: named('3 Chandler’s Steps'),
  accent: '#284e7d',
});
const story = {
  kicker: named('Harbour'),
  headline: named('Seal closes the slipway'),
  dek: named('Sixty boats are waiting.'),
  byline: named('Tobias Rusk'),
  url,
};
const own = { subject: named('Subject'), headline: named('Headline'), body: named('Body') };
const newsletters = [named('Morning Edition'), named('Alerts')];
const gift = { tier: named('Digital'), months: 3, claimUrl: url };

const mails: Readonly<Record<string, (language: Language) => Promise<MailTemplate>>> = {
  'the confirmation': (language) =>
    confirmationMail({
      publication: publicationIn(language),
      newsletters,
      confirmUrl: url,
      code: '204816',
      formWords: named('Yes'),
    }),
  'already subscribed': (language) =>
    alreadySubscribedMail({ publication: publicationIn(language), newsletters, preferencesUrl: url }),
  'the link to the preferences': (language) =>
    preferencesLinkMail({ publication: publicationIn(language), preferencesUrl: url }),
  'the code': (language) =>
    signInMail({ publication: publicationIn(language), signInUrl: url, code: '204816', minutes: 10 }),
  'a new address': (language) =>
    newAddressMail({ publication: publicationIn(language), maskedOldAddress: named('a•a'), confirmUrl: url }),
  'an address that was changed': (language) =>
    addressChangedMail({ publication: publicationIn(language), maskedAddress: named('a•a') }),
  'the welcome': (language) =>
    welcomeMail({
      publication: publicationIn(language),
      newsletter: named('Morning Edition'),
      ...own,
      frequency: named('Weekdays'),
      preferencesUrl: url,
      unsubscribeUrl: url,
      stories: [story],
    }),
  'a letter': (language) =>
    ownLetterMail({
      publication: publicationIn(language),
      ...own,
      button: { words: named('Button'), url },
      code: '204816',
      reason: named('Reason'),
    }),
  'a gift': (language) =>
    giftMail({ publication: publicationIn(language), ...gift, giver: named('Ben'), message: named('Enjoy') }),
  'a gift of the newsroom': (language) =>
    giftMail({ publication: publicationIn(language), ...gift, giver: null, message: null }),
  'a receipt with the link': (language) =>
    giftReceiptMail({ publication: publicationIn(language), ...gift, amount: '£60', recipient: null }),
  'a receipt': (language) =>
    giftReceiptMail({ publication: publicationIn(language), ...gift, amount: '£60', recipient: named('b') }),
  'an edition': (language) =>
    renderEdition({
      publication: publicationIn(language),
      newsletter: { name: named('Morning Edition'), frequency: named('Weekdays') },
      dateLine: named('Monday'),
      webUrl: 'https://lantern.example.test/archive/morning/1',
      subject: named('Subject'),
      preheader: named('Preheader'),
      blocks: [
        { kind: 'intro', paragraphs: [named('Good morning')] },
        { kind: 'story-card', lead: true, story },
        { kind: 'story-card', lead: false, story },
        { kind: 'story-list', heading: named('More'), stories: [story] },
        { kind: 'whole-story', part: 'first', story: { ...story, paragraphs: [] } },
        { kind: 'rest-is-closed', tier: named('Digital'), url },
        { kind: 'rest-is-closed', url },
        { kind: 'sponsor', name: named('Quay Books'), text: named('New maps.'), url },
        {
          kind: 'poll',
          poll: 'p',
          question: named('Keep it?'),
          answers: [{ place: 1, words: named('Aye') }],
        },
      ],
    }),
};

const slots = { greeting: named('Hello'), preferences_url: url, unsubscribe_url: url, poll_url: url };

/** What a mail says in words of three letters and more, without the words of the newsroom. */
function wordsOf(mail: MailTemplate): readonly string[] {
  const html = assembleHtml(mail, slots);
  const heard = [...html.matchAll(/\saria-label="([^"]*)"/g)].map(([, words = '']) => words);
  const body = html.slice(html.indexOf('<body')).replace(/<!--.*?-->/gs, '');
  const texts = body.replace(/<(?:"[^"]*"|[^">])*>/g, '\n').split('\n');
  const plain = assembleText(mail, slots).split('\n\n');
  return [...texts, ...heard, ...plain, assembleSubject(mail, slots)]
    .map((text) =>
      text
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/https?:\S+|\S*§\S*|&\S+;/gi, '')
        .trim(),
    )
    .filter((text) => /\p{L}{3}/u.test(text));
}

describe.each(Object.entries(mails))('%s', (name, write) => {
  test('says in Spanish nothing that it says in English, and says so in its markup', async () => {
    const [english, spanish] = [await write('en'), await write('es')];
    const said = wordsOf(spanish);
    expect(said.length).toBeGreaterThan(name === 'a letter' ? 0 : 3);
    expect(said.filter((text) => wordsOf(english).includes(text))).toEqual([]);
    expect(assembleHtml(spanish, slots)).toMatch(/<html lang="es"/);
    expect(assembleHtml(english, slots)).toMatch(/<html lang="en"/);
  });
});

test('a byline gets the word of the language in front, unless the desk has written it', () => {
  expect(wordsIn('es').mails.by('Tobias Rusk')).toBe('Por Tobias Rusk');
  expect(wordsIn('es').mails.by('Por Tobias Rusk')).toBe('Por Tobias Rusk');
  expect(wordsIn('en').mails.by('By Tobias Rusk')).toBe('By Tobias Rusk');
});
