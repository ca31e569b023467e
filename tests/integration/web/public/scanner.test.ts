import { sql } from 'kysely';
import type { Agent } from 'supertest';
import { useApp } from '../../../support/use-app.ts';
import {
  type QueuedMail,
  hiddenValue,
  linkTo,
  mailsTo,
  signUpInStory,
  story,
  subscriptionsOf,
} from './sign-up-form.ts';

const app = useApp();

/** Everything a link could change about readers, as one text. */
async function readState(): Promise<string> {
  const tables = [
    'subscriber',
    'subscription',
    'sign_up',
    'sign_up_link',
    'consent',
    'asked_mail',
    'suppression',
    'delivery',
    'tier_request',
    'reader_session',
    'sign_in',
    'signup_alarm',
  ];
  const lines = [];
  for (const table of tables) {
    const { rows } = await sql<{ line: string }>`
      select coalesce(string_agg(each::text, ' | ' order by each::text), '') as line from ${sql.table(table)} as each
    `.execute(app.db);
    lines.push(`${table}: ${rows[0]?.line}`);
  }
  return lines.join('\n');
}

const linksIn = ({ mail }: QueuedMail): string[] => {
  const inHtml = [...(mail.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  const inText = (mail.text ?? '').match(/https?:\/\/[^\s>)"]+/g) ?? [];
  const inHeaders = mail.headers
    .filter(({ key }) => key === 'list-unsubscribe')
    .flatMap(({ value }) => value.match(/https?:\/\/[^\s>]+/g) ?? []);
  return [...new Set([...inHtml, ...inText, ...inHeaders])].filter((link) => link.startsWith('http'));
};

/** Opens a link as a scanner does: GET and HEAD, redirects followed, and then everything the page itself links to. */
async function scan(visitor: Agent, link: string): Promise<{ opened: number; html: string[] }> {
  const ours = app.setting.publicUrl;
  const html: string[] = [];
  const seen = new Set<string>();
  const open = async (address: string, depth: number): Promise<void> => {
    const path = address.startsWith(ours) ? address.slice(ours.length) || '/' : address;
    if (!path.startsWith('/') || path.startsWith('//') || seen.has(path)) return;
    seen.add(path);
    await visitor.head(path);
    const answer = await visitor.get(path);
    const next = answer.headers['location'];
    if (next) return open(next, depth);
    if (!answer.text) return;
    html.push(answer.text);
    if (depth > 0)
      for (const [, href = ''] of answer.text.matchAll(/<a\b[^>]*href="([^"#]+)"/g))
        await open(href, depth - 1);
  };
  await open(link, 1);
  return { opened: seen.size, html };
}

/** One mail of every kind that signing up can cause. */
async function causeMails(): Promise<Map<string, QueuedMail>> {
  await signUpInStory(app.visitor(), { email: 'sue@example.test' });
  await app.visitor().post(await linkTo(app, 'sue@example.test', 'confirm'));
  await signUpInStory(app.visitor(), { email: 'tom@example.test' });
  await signUpInStory(app.visitor(), { email: 'ben@example.test' });
  const visitor = app.visitor();
  const facts = hiddenValue((await visitor.get('/preferences')).text, 'facts');
  await visitor.post('/signup/fresh-link').type('form').send({ email: 'sue@example.test', facts });
  const all = await Promise.all(
    ['sue@example.test', 'tom@example.test', 'ben@example.test'].map((address) => mailsTo(app, address)),
  );
  return new Map(all.flat().map((each) => [each.kind, each]));
}

test('a scanner that opens every link of every mail changes nothing', async () => {
  const mails = await causeMails();
  expect([...mails.keys()].toSorted()).toEqual([
    'already-subscribed',
    'confirmation',
    'preferences-link',
    'welcome',
  ]);
  const before = await readState();
  expect(before).toContain('tom@example.test');

  for (const [kind, mail] of mails) {
    const links = linksIn(mail);
    expect({ kind, hasLinks: links.length > 0 }).toEqual({ kind, hasLinks: true });
    for (const link of links) {
      const { opened, html } = await scan(app.visitor(), link);
      expect({ link, opened: opened > 0 }).toEqual({ link, opened: true });
      for (const page of html) {
        // With scripts on there is still nothing that acts by itself: only our own file, facts that nothing runs,
        // and no handler in the markup.
        expect(page).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)(?! type="application\/ld\+json")/);
        expect(page).not.toMatch(/\son(?:load|click|submit|focus|error)=/i);
        expect(page).not.toMatch(/http-equiv="refresh"/i);
      }
    }
  }
  expect(await readState()).toBe(before);
  expect(await subscriptionsOf(app, 'tom@example.test')).toEqual(['morning-edition pending daily']);
}, 180_000);

test('nor does one that opens every form’s door', async () => {
  const before = await readState();
  for (const path of [
    '/signup',
    '/forms/article',
    '/embed/article',
    '/embed.js?form=article',
    story,
    '/newsletters',
  ])
    await scan(app.visitor(), path);
  expect(await readState()).toBe(before);
}, 180_000);
