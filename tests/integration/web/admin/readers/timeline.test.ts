import { sql } from 'kysely';
import { findSubscriberBy } from '../../../../../src/audience/subscribers.ts';
import { suppressAddress } from '../../../../../src/delivery/suppressions.ts';
import { readTimeline } from '../../../../../src/segments/timeline.ts';
import { useApp } from '../../../../support/use-app.ts';
import { useEditors } from '../editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

async function addReader(name: string) {
  await editors.addReader(`${name}@example.org`);
  const reader = await findSubscriberBy(app.db, { addressKey: `${name}@example.org` });
  if (!reader) throw new Error(`${name} was not added`);
  return { ...reader, path: `/admin/readers/${reader.publicId}` };
}

const rowsIn = (html: string): readonly string[] =>
  [
    ...(html.split('What happened')[1]?.split('</section>')[0] ?? '').matchAll(
      /<tr>(<th scope="row">.*?)<\/tr>/gs,
    ),
  ].map(([, row = '']) =>
    row
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

const olderIn = (html: string): string | undefined =>
  /<a href="([^"]+)">Older<\/a>/.exec(html)?.[1]?.replaceAll('&amp;', '&');

test('tells how somebody came, agreed, got mail, held a tier, was kept back and by whom they were changed', async () => {
  const ada = await addReader('ada');
  const { rows } = await sql<{ id: number }>`
    insert into mailing (kind, standing, priority, suppression_scopes, sender_name, sender_address, mail_domain,
      auto_submitted, key_id, in_doubt_policy, deadline, state)
    values ('edition', false, 4, '{}', 'The Lantern', 'news@example.test', 'example.test', false, 1, 'ask', '1 day', 'sending')
    returning id
  `.execute(app.db);
  await sql`
    insert into delivery (mailing_id, recipient_id, address, address_key, state, reply_text, ended_at)
    values (${rows[0]?.id}, ${ada.id}, ${ada.address}, ${ada.addressKey}, 'refused', '550 no such user', now())
  `.execute(app.db);
  const ana = await editors.signedIn('editor');
  await ana.submit(ada.path, 'give-tier', { tier: 'digital', reason: 'gift', until: '' });
  await ana.submit(ada.path, 'end-tier');
  await suppressAddress(app.db, { addressKey: ada.addressKey, scope: 'bulk', reason: 'complaint' });
  await ana.submit(ada.path, 'lift');

  const told = rowsIn((await ana.get(ada.path)).text).map((row) => row.replace(/ \d+ \w+ \d{4} at .*$/, ''));
  expect(told).toEqual([
    expect.stringMatching(/^The newsroom lifted the suppression of bulk Ana Reyes|^Let through/),
    expect.stringMatching(/^Let through again: All newsletters|^The newsroom lifted/),
    'Kept back: All newsletters complaint',
    expect.stringMatching(/ended/),
    expect.stringMatching(/ended/),
    expect.stringMatching(/given|gave/),
    expect.stringMatching(/given|gave/),
    'edition refused 550 no such user',
    expect.stringMatching(/Added by the newsroom|Came to us/),
    expect.stringMatching(/Added by the newsroom|Came to us/),
  ]);
});

test('goes on page by page, each line once, also where many stand at one moment', async () => {
  const ben = await addReader('ben');
  await sql`
    insert into consent (subscriber_id, newsletter_id, act, words)
    select ${ben.id}, newsletter.id, 'rhythm', n::text from newsletter, generate_series(1, 60) as n where slug = 'morning-edition'
  `.execute(app.db);
  const caro = await editors.signedIn('analyst');
  const first = (await caro.get(ben.path)).text;
  const older = olderIn(first);
  const second = (await caro.get(older ?? '')).text;
  expect([rowsIn(first).length, rowsIn(second).length]).toEqual([50, 12]);
  expect(olderIn(second)).toBeUndefined();
  expect(second).toContain('Back to the top of the list');

  const keys: string[] = [];
  for (let before = ''; ;) {
    const page = await readTimeline(app.db, ben, { before, limit: 7 });
    keys.push(...page.lines.map(({ key }) => key));
    if (page.older === null) break;
    before = page.older;
  }
  expect(keys).toHaveLength(62);
  expect(new Set(keys).size).toBe(62);
});

test.each(['x', '%00', 'WzEsIjEiXQ', 'W251bGwsMV0', 'WzFlNDAwLCJhIl0', "'; drop table consent --"])(
  'a cursor that is none, “%s”, harms nothing',
  async (cursor) => {
    const ben = await findSubscriberBy(app.db, { addressKey: 'ben@example.org' });
    const caro = await editors.signedIn('analyst');
    const page = await caro.get(`/admin/readers/${ben?.publicId}?before=${encodeURIComponent(cursor)}`);
    expect(page.status).toBe(200);
  },
);

test('never tells of somebody else', async () => {
  const cleo = await addReader('cleo');
  const caro = await editors.signedIn('analyst');
  expect(rowsIn((await caro.get(cleo.path)).text)).toHaveLength(2);
});
