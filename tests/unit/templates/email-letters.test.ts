import { alreadySubscribedMail } from '../../../templates/email/already-subscribed-mail.ts';
import { assembleHtml, assembleSubject, assembleText } from '../../../templates/email/assemble.ts';
import { confirmationMail } from '../../../templates/email/confirmation-mail.ts';
import type { MailTemplate } from '../../../templates/email/mail-template.ts';
import { preferencesLinkMail } from '../../../templates/email/preferences-link-mail.ts';
import { staffNoticeMail } from '../../../templates/email/staff-notice-mail.ts';
import { welcomeMail } from '../../../templates/email/welcome-mail.ts';

const publication = {
  name: 'The Lantern',
  town: 'Wrenhythe',
  url: 'https://lantern.example.org/',
  postalAddress: '3 Chandler’s Steps, Wrenhythe',
  accent: '#284e7d',
  language: 'en' as const,
};
const preferencesUrl = 'https://lantern.example.org/preferences/p';
const unsubscribeUrl = 'https://lantern.example.org/unsubscribe/u';
const story = (headline: string) => ({
  kicker: 'Harbour',
  headline,
  dek: 'Sixty boats are waiting.',
  byline: 'Tobias Rusk',
  url: `https://lantern.example.org/articles/${headline.toLowerCase()}`,
});

const confirmation = () =>
  confirmationMail({
    publication,
    newsletters: ['Morning Edition', 'Lantern Alerts'],
    confirmUrl: 'https://lantern.example.org/confirm/c',
    code: '204816',
    formWords: 'Yes, send me <both>.',
  });
const welcome = () =>
  welcomeMail({
    publication,
    newsletter: 'Morning Edition',
    subject: 'Welcome to Morning Edition',
    headline: 'Welcome, Ada',
    body: 'You are on the list.\n\nLook in your junk folder.',
    frequency: 'Weekdays at 6 am',
    preferencesUrl,
    unsubscribeUrl,
    stories: ['One', 'Two', 'Three', 'Four'].map(story),
  });

test('the confirmation has its link, its code and the words of the form in both parts', async () => {
  const mail = await confirmation();
  expect(assembleSubject(mail)).toBe('Confirm: Morning Edition and Lantern Alerts');
  expect(assembleHtml(mail)).toContain('href="https://lantern.example.org/confirm/c"');
  expect(assembleHtml(mail)).toMatch(/class="code"[^>]*>204816</);
  expect(assembleHtml(mail)).toContain('Yes, send me &lt;both&gt;.');
  expect(assembleText(mail)).toContain('https://lantern.example.org/confirm/c\n');
  expect(assembleText(mail)).toContain('\n    204816\n');
  expect(assembleText(mail)).toContain('Yes, send me <both>.');
});

test('the welcome greets by name, says when, shows three stories and both ways out', async () => {
  const mail = await welcome();
  const html = assembleHtml(mail);
  expect(html).toContain('Welcome, Ada');
  expect(html).toContain('Weekdays at 6 am');
  expect(html).toContain('>Three<');
  expect(html).not.toContain('>Four<');
  for (const part of [html, assembleText(mail)]) {
    expect(part).toContain(preferencesUrl);
    expect(part).toContain(unsubscribeUrl);
  }
});

test('a welcome to a reader without a name and a paper without stories has no empty places', async () => {
  const mail = await welcomeMail({
    publication,
    newsletter: 'Morning Edition',
    subject: 'Welcome',
    headline: 'Welcome',
    body: 'You are on the list.',
    frequency: '',
    preferencesUrl,
    unsubscribeUrl,
    stories: [],
  });
  expect(assembleText(mail)).toContain('\n\nWelcome\n\n');
  expect(assembleText(mail)).not.toMatch(/\n{3}|To read|When to look/i);
});

test('every letter is final, names the newsroom and its address, and has one headline and at most one button', async () => {
  const letters: readonly MailTemplate[] = await Promise.all([
    confirmation(),
    welcome(),
    alreadySubscribedMail({ publication, newsletters: ['Morning Edition'], preferencesUrl }),
    preferencesLinkMail({ publication, preferencesUrl }),
    staffNoticeMail({
      publication,
      subject: 'Morning Edition has left',
      paragraphs: ['The relay took 4,808 mails.'],
      link: { words: 'See the receipt', url: 'https://lantern.example.org/admin/editions/1' },
    }),
  ]);
  for (const letter of letters) {
    const [html, text] = [assembleHtml(letter), assembleText(letter)];
    expect([...letter.html, ...letter.text].some((piece) => 'slot' in piece)).toBe(false);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect((html.match(/bgcolor=/g) ?? []).length).toBeLessThanOrEqual(1);
    for (const part of [html, text]) expect(part).toContain('3 Chandler’s Steps, Wrenhythe');
    const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href);
    expect(links.filter((link) => !text.split(/\s/).includes(link))).toEqual([]);
  }
});
