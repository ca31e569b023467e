import { sql } from 'kysely';
import { beginReaderSession } from '../../../src/audience/account/reader-sessions.ts';
import { checkEdition } from '../../../src/editions/check-edition.ts';
import { buildReleases } from '../../../src/editions/build-release.ts';
import type { EditionBlock } from '../../../src/editions/edition-block.ts';
import { createEdition, findEdition } from '../../../src/editions/editions.ts';
import { previewEdition } from '../../../src/editions/preview-edition.ts';
import { releaseEdition } from '../../../src/editions/release-edition.ts';
import { saveAccessSetting } from '../../../src/membership/access-passes.ts';
import { listTiers } from '../../../src/membership/tiers.ts';
import { promised, useApi } from '../../support/use-api.ts';
import { hiddenValue, subscriberIdOf } from './public/sign-up-form.ts';

const app = useApi();

const gated = 'last-ferry-stays-by-a-single-vote';
const other = 'mrs-pilchard-keeper-of-lantern-point';

/** Stands at the beginning of every closed paragraph, in the middle of a word so that no wrapping hides it. */
const marker = 'Quillmark';

async function gate(slug: string, level: string, leastTier: string | null): Promise<void> {
  await sql`
    update article set access = ${level}, least_tier = ${leastTier}, open_paragraphs = 2,
      blocks = (
        select jsonb_agg(case when place > 3 and block ? 'text'
          then jsonb_set(block, '{text}', to_jsonb(${marker}::text || ' ' || (block ->> 'text'))) else block end order by place)
        from jsonb_array_elements(blocks) with ordinality as each (block, place)
      )
    where slug = ${slug}
  `.execute(app.db);
}

beforeAll(async () => {
  await gate(gated, 'tier', 'digital');
  await gate(other, 'tier', 'supporter');
});

async function makeEdition(blocks: readonly EditionBlock[], preheader = 'Read before breakfast') {
  const created = await createEdition(app.db, {
    newsletter: 'morning-edition',
    articles: [],
    subject: 'The ferry stays',
    createdBy: 'Ana Reyes',
  });
  if (created.kind !== 'created') throw new Error('the edition was refused');
  await sql`
    update edition set blocks = ${JSON.stringify(blocks)}::jsonb, preheader = ${preheader}
    where public_id = ${created.id}
  `.execute(app.db);
  const edition = await findEdition(app.db, created.id);
  if (!edition) throw new Error('the edition is missing');
  return edition;
}

/** A browser that is signed in as a reader with a tier, or without. */
async function visitorWith(tier: string | null) {
  const address = tier === null ? 'emil@example.test' : `${tier}.holder@example.test`;
  await sql`
    insert into subscriber (public_id, address, address_key, confirmed_at)
    values (${`p-${tier}`}, ${address}, ${address}, now()) on conflict do nothing
  `.execute(app.db);
  const id = await subscriberIdOf(app, address);
  if (tier !== null) {
    await sql`
      insert into entitlement (subscriber_id, tier_id, reason, granted_by)
      select ${id}, id, 'comp', 'a test' from tier where slug = ${tier}
    `.execute(app.db);
  }
  const token = await beginReaderSession(app.db, id, 'Firefox');
  return app.visitor().set('Cookie', `doorstep-reader=${token}`);
}

test('the leak matrix: every tier, every way a story goes out, and nothing that is not for it', async () => {
  const edition = await makeEdition([
    { kind: 'whole-story', article: gated },
    { kind: 'story-card', article: gated },
    { kind: 'story-list', articles: [gated] },
  ]);
  const matrix: Record<string, Record<string, boolean>> = {};
  for (const { slug, rank } of await listTiers(app.db)) {
    const reader = { name: 'Dora', rank, newsletters: [] };
    const mail = await previewEdition(app.db, app.setting.publicUrl, edition, reader);
    const visitor = await visitorWith(slug === 'free' ? null : slug);
    const page = await visitor.get(`/articles/${gated}`);
    const api = await (
      await app.caller()
    ).get(`/access?article=${gated}&email=${slug === 'free' ? 'emil' : `${slug}.holder`}@example.test`);
    matrix[slug] = {
      page: page.text.includes(marker),
      html: mail.html.includes(marker),
      text: mail.text.includes(marker),
      subject: mail.subject.includes(marker),
      api: (promised('get', '/access', api) as { mayRead: boolean }).mayRead,
    };
  }
  const anybody = app.visitor();
  matrix['anybody'] = {
    page: (await anybody.get(`/articles/${gated}`)).text.includes(marker),
    front: (await anybody.get('/')).text.includes(marker),
    feed: (await anybody.get('/feed.xml')).text.includes(marker),
  };

  const open = { page: true, html: true, text: true, subject: false, api: true };
  const closed = { page: false, html: false, text: false, subject: false, api: false };
  expect(matrix).toEqual({
    free: closed,
    digital: open,
    supporter: open,
    anybody: { page: false, front: false, feed: false },
  });
});

test('the rows of a send carry the same decision as the preview', async () => {
  const edition = await makeEdition([{ kind: 'whole-story', article: gated }]);
  const outcome = await releaseEdition(app.db, app.setting, {
    publicId: edition.publicId,
    releaseKey: 'once',
    releasedBy: 'Ana Reyes',
    undoSeconds: 0,
  });
  if (outcome.kind !== 'released') throw new Error(`the release was ${outcome.kind}`);
  await buildReleases(app.db, app.setting.publicUrl);
  const { rows } = await sql<{ rank: number; mask: string }>`
    select coalesce((select max(rank) from entitlement join tier on tier.id = tier_id
      where subscriber_id = recipient_id and entitlement.ended_at is null), 0) as rank, block_mask::text as mask
    from delivery where mailing_id = ${outcome.mailingId}
  `.execute(app.db);
  const masks = new Map<boolean, Set<string>>();
  for (const { rank, mask } of rows) masks.set(rank > 0, (masks.get(rank > 0) ?? new Set()).add(mask));
  expect(rows.length).toBeGreaterThan(3);
  expect(masks.get(false)).not.toEqual(masks.get(true));
});

test.each([
  ['in an introduction', (words: string): EditionBlock => ({ kind: 'intro', text: `Look: ${words}` })],
  [
    'in a card’s own dek',
    (words: string): EditionBlock => ({ kind: 'story-card', article: gated, dek: words.slice(0, 990) }),
  ],
])('a gated paragraph %s keeps the edition from being sent', async (_name, make) => {
  const { rows } = await sql<{ words: string }>`
    select block ->> 'text' as words from article, jsonb_array_elements(blocks) block
    where slug = ${gated} and block ->> 'text' like ${`${marker}%`} limit 1
  `.execute(app.db);
  const edition = await makeEdition([make(rows[0]?.words ?? ''), { kind: 'whole-story', article: gated }]);
  const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
  expect(checks.filter(({ code }) => code === 'gated-text-shown')).not.toHaveLength(0);
  expect(checks.find(({ code }) => code === 'gated-text-shown')?.severity).toBe('blocking');
});

test('a gated paragraph behind a block for its tier is no leak', async () => {
  const edition = await makeEdition([{ kind: 'whole-story', article: gated }]);
  const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
  expect(checks.filter(({ code }) => code === 'gated-text-shown')).toEqual([]);
});

test('the free stories of a month open a metered story, each once; newsletter links take none', async () => {
  await saveAccessSetting(app.db, { freeStories: 1, giftLinks: 1 });
  const { rows } = await sql<{ pass: string }>`
    select link_pass as pass from article where slug = ${gated}
  `.execute(app.db);
  const visitor = app.visitor();
  await visitor.head(`/articles/${gated}`);
  const byMail = await visitor.get(`/articles/${gated}?n=${rows[0]?.pass}`);
  expect(byMail.text).toContain(marker);
  const free = await visitor.get(`/articles/${gated}`);
  expect(free.text).toContain('This is the last of this month’s free stories');
  expect((await visitor.get(`/articles/${gated}`)).text).toContain(marker);
  expect((await visitor.get(`/articles/${other}`)).text).not.toContain(marker);
  expect((await visitor.get(`/articles/${other}?n=wrong`)).text).toContain(
    'You have read this month’s free stories',
  );

  const reader = await visitorWith(null);
  expect((await reader.get(`/articles/${other}`)).text).toContain(marker);
  expect((await reader.get(`/articles/${gated}`)).text).not.toContain(marker);
  await saveAccessSetting(app.db, { freeStories: 0, giftLinks: 1 });
});

test('a subscriber gives a story away, within the month’s budget', async () => {
  await saveAccessSetting(app.db, { freeStories: 0, giftLinks: 1 });
  const giver = await visitorWith('digital');
  const page = await giver.get(`/articles/${gated}`);
  const csrf = hiddenValue(page.text, 'csrf');
  const given = await giver.post(`/account/gift/${gated}`).type('form').send({ csrf });
  const link = /\/articles\/[\w-]+\?gift=[\w-]+/.exec(given.text)?.[0] ?? '';
  expect((await app.visitor().get(link)).text).toContain('has given you this story');
  expect((await app.visitor().get(`${link}x`)).text).toContain('The rest is for');

  const again = await giver.post(`/account/gift/${gated}`).type('form').send({ csrf });
  expect(again.status).toBe(429);
  const free = await visitorWith(null);
  const freeCsrf = hiddenValue((await free.get('/account')).text, 'csrf');
  expect((await free.post(`/account/gift/${gated}`).type('form').send({ csrf: freeCsrf })).status).toBe(429);
});

test('the paper’s own website asks by a signed token; an altered one is refused', async () => {
  const caller = await app.caller();
  await visitorWith('digital');
  const made = await caller.post('/access/token').send({ subscriber: 'p-digital' });
  const { token } = promised('post', '/access/token', made) as { token: string };
  const asked = await caller.get(`/access?article=${gated}&token=${token}`);
  expect(promised('get', '/access', asked)).toMatchObject({ mayRead: true, because: 'tier' });
  const altered = await caller.get(`/access?article=${gated}&token=${token.slice(0, -2)}AA`);
  expect(altered.status).toBe(422);
  const anybody = await caller.get(`/access?article=${gated}`);
  expect(promised('get', '/access', anybody)).toMatchObject({ mayRead: false, wants: 'tier' });
  expect((await caller.get('/access?article=nowhere')).status).toBe(404);
});
