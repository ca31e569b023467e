import { findArticle, listArticles } from '../../../../src/articles/articles.ts';
import { findSubscriberBy, listSubscribers } from '../../../../src/audience/subscribers.ts';
import { listSuppressionsOf, suppressAddress } from '../../../../src/delivery/suppressions.ts';
import { createEdition } from '../../../../src/editions/editions.ts';
import { findTierRank } from '../../../../src/membership/access.ts';
import { listEntitlements } from '../../../../src/membership/entitlements.ts';
import { findPublication } from '../../../../src/newsletters/publication.ts';
import { findApiKey, listApiKeys } from '../../../../src/staff/api-keys.ts';
import { listActs, listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

async function findReader(addressKey: string) {
  const reader = await findSubscriberBy(app.db, { addressKey });
  if (!reader) throw new Error(`${addressKey} is not in the sample newsroom`);
  return reader;
}

describe('today', () => {
  test('shows the way to the first edition, the figures, and that no process is sending', async () => {
    const ana = await editors.signedIn('editor');
    const { text } = await ana.get('/admin');
    expect(text).toContain('Before the first edition leaves');
    expect(text).toContain('No process is sending');
    expect(text).toMatch(/Readers we reach<\/dt><dd>\d+/);
  });

  test('keeps no script and no style in the page', async () => {
    const { text } = await (await editors.signedIn('owner')).get('/admin');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle="|\son\w+="/);
  });
});

describe('stories', () => {
  test('the facts are saved and recorded; a bad form comes back as it was typed', async () => {
    const bea = await editors.signedIn('reporter');
    const { articles } = await listArticles(app.db, { limit: 1 });
    const slug = articles[0]?.slug ?? '';
    const path = `/admin/stories/${slug}`;
    const saved = await bea.submit(path, slug, { title: 'A new headline', section: '', newsletter: '' });
    expect([saved.status, saved.get('Location')]).toEqual([303, `${path}?done=saved`]);
    expect(await findArticle(app.db, slug)).toMatchObject({
      title: 'A new headline',
      section: null,
      newsletterId: null,
      byline: articles[0]?.byline,
    });
    expect((await listActsOn(app.db, `article ${slug}`))[0]).toMatchObject({ actor: 'Bea Ortiz' });

    const refused = await bea.submit(path, slug, { title: '', dek: 'kept on screen' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('<title>Error: ');
    expect(refused.text).toContain('href="#title"');
    expect(refused.text).toContain('kept on screen');
    expect((await findArticle(app.db, slug))?.title).toBe('A new headline');
  });

  test('a pasted story is published once, and an empty one is refused', async () => {
    const bea = await editors.signedIn('reporter');
    const text = 'The tide came in twice.\n\nNobody minded.\n\nSIGN ME UP!';
    const path = '/admin/stories/import';
    const first = await bea.submit(path, 'import', { text, title: 'Tide comes in' });
    expect(first.get('Location')).toBe('/admin/stories/tide-comes-in?done=imported');
    expect((await bea.get('/articles/tide-comes-in')).status).toBe(200);
    const second = await bea.submit(path, 'import', { text, title: 'Tide comes in' });
    expect(second.get('Location')).toBe('/admin/stories/tide-comes-in?done=known');

    const empty = await bea.submit(path, 'import', { text: ' ', byline: 'Bea' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('value="Bea"');
    expect(empty.text).toContain('id="text-problem"');
  });

  test('are found by headline and section, page by page', async () => {
    const bea = await editors.signedIn('reporter');
    const { articles } = await listArticles(app.db, { limit: 9 });
    const wanted = articles[4];
    const found = await bea.get(`/admin/stories?search=${encodeURIComponent(wanted?.title ?? '')}`);
    expect(found.text.match(/class="ruled__link"/g)).toHaveLength(1);
    expect(found.text).toContain(`/admin/stories/${wanted?.slug}`);
    expect((await bea.get('/admin/stories?search=%25')).text).toContain('No story matches');
  });
});

describe('a reader', () => {
  test('is given a tier until a day, which ends with that day in the newsroom’s zone', async () => {
    const ana = await editors.signedIn('editor');
    const ben = await findReader('ben@example.test');
    const path = `/admin/readers/${ben.publicId}`;
    expect(await findTierRank(app.db, ben.id)).toBe(0);
    const given = await ana.submit(path, 'give-tier', {
      tier: 'digital',
      reason: 'comp',
      until: '2099-06-30',
      note: 'Won the raffle',
    });
    expect(given.get('Location')).toBe(`${path}?done=given`);
    expect(await findTierRank(app.db, ben.id)).toBeGreaterThan(0);
    const [held] = (await listEntitlements(app.db, [ben.id])).get(ben.id) ?? [];
    expect(held).toMatchObject({ reason: 'comp', note: 'Won the raffle', grantedBy: 'Ana Reyes' });
    // London is an hour ahead in June.
    expect((await findPublication(app.db))?.timeZone).toBe('Europe/London');
    expect(held?.endsAt?.toISOString()).toBe('2099-06-30T23:00:00.000Z');
    expect((await ana.get(path)).text).toContain('30 June 2099');

    const acts = await listActsOn(app.db, `subscriber ${ben.publicId}`);
    expect(acts[0]?.action).toMatch(/^gave the subscription /);
    expect(JSON.stringify(acts)).not.toContain('ben@example.test');

    await ana.submit(path, 'end-tier');
    expect(await findTierRank(app.db, ben.id)).toBe(0);
  });

  test('is not given one for a day that is over', async () => {
    const ana = await editors.signedIn('editor');
    const dora = await findReader('ben@example.test');
    const path = `/admin/readers/${dora.publicId}`;
    const refused = await ana.submit(path, 'give-tier', {
      tier: 'digital',
      until: '2020-01-31',
      note: 'kept',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="until-problem"');
    expect(refused.text).toContain('value="kept"');
    expect(await findTierRank(app.db, dora.id)).toBe(0);
  });

  test('keeps every suppression but the one that is lifted, and nobody else’s', async () => {
    const ana = await editors.signedIn('editor');
    const emil = await findReader('emil@example.test');
    const { addressKey } = emil;
    await suppressAddress(app.db, { addressKey, scope: 'bulk', reason: 'complained' });
    await suppressAddress(app.db, { addressKey, scope: 'everything', reason: 'mailbox is gone' });
    const path = `/admin/readers/${emil.publicId}`;
    expect((await ana.get(path)).text).toContain('mailbox is gone');
    // The newest stands first.
    await ana.submit(path, 'lift');
    expect((await listSuppressionsOf(app.db, addressKey)).map(({ scope }) => scope)).toEqual(['bulk']);

    const ben = await findReader('ben@example.test');
    const [left] = await listSuppressionsOf(app.db, addressKey);
    const form = { ...(await ana.formAt(path, 'lift')), action: `/admin/readers/${ben.publicId}/lift` };
    await ana.send(form, { suppression: String(left?.id) });
    expect(await listSuppressionsOf(app.db, addressKey)).toHaveLength(1);
    const delivery = (await ana.get('/admin/delivery?search=emil')).text;
    expect(delivery).toContain(path);
    expect(delivery).toContain('All newsletters');
  });

  test('is found by address, newsletter and state, and a percent sign is a percent sign', async () => {
    const ana = await editors.signedIn('analyst');
    const pending = await listSubscribers(app.db, { state: 'pending', limit: 100 });
    expect(pending.length).toBeGreaterThan(0);
    const page = (await ana.get('/admin/readers?state=pending')).text;
    expect(page.match(/ruled__link--sans/g)).toHaveLength(pending.length);
    expect(page).toContain('ada@example.test');
    expect(page).not.toContain('ben@example.test');
    expect((await ana.get('/admin/readers?q=%25')).text).toContain('Nobody matches');
  });

  test('shows an analyst no act', async () => {
    const caro = await editors.signedIn('analyst');
    const ben = await findReader('ben@example.test');
    const page = await caro.get(`/admin/readers/${ben.publicId}`);
    expect(page.text).toContain('Came with the sample newsroom');
    expect(page.text).not.toContain('give-tier');
    expect((await caro.get('/admin/readers/unknown')).status).toBe(404);
  });
});

describe('newsletters and settings', () => {
  test('a new newsletter never takes the place of another', async () => {
    const ana = await editors.signedIn('owner');
    const before = (await ana.get('/admin/newsletters/morning-edition')).text;
    const facts = { slug: 'morning-edition', name: 'Usurper', promise: 'None', frequency: 'Never' };
    const refused = await ana.submit('/admin/newsletters/new', 'new', facts);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="slug-problem"');
    expect(refused.text).toContain('value="Usurper"');
    expect((await ana.get('/admin/newsletters/morning-edition')).text).toBe(before);
  });

  test('a rhythm it does not offer cannot be its own', async () => {
    const ana = await editors.signedIn('owner');
    const path = '/admin/newsletters/morning-edition';
    const refused = await ana.submit(path, 'morning-edition', {
      rhythms: ['daily'],
      defaultRhythm: 'weekly',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="defaultRhythm-problem"');
    const saved = await ana.submit(path, 'morning-edition', { rhythms: ['daily'], defaultRhythm: 'daily' });
    expect(saved.status).toBe(303);
  });

  test('the publication is saved whole or not at all', async () => {
    const ana = await editors.signedIn('owner');
    const before = await findPublication(app.db);
    const refused = await ana.submit('/admin/settings', 'settings', {
      timeZone: 'Mars/Olympus',
      town: 'Elsewhere',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="Elsewhere"');
    expect(await findPublication(app.db)).toEqual(before);
    await ana.submit('/admin/settings', 'settings', { town: 'Elsewhere' });
    expect(await findPublication(app.db)).toEqual({ ...before, town: 'Elsewhere' });
  });

  test('a key is shown once, works, and opens nothing once it is revoked', async () => {
    const ana = await editors.signedIn('owner');
    const path = '/admin/settings/keys';
    const made = await ana.submit(path, 'keys', { name: 'Website', scopes: ['articles:read'] });
    const key = /dk_[\w-]+/.exec(made.text)?.[0] ?? '';
    expect(await findApiKey(app.db, key)).toMatchObject({ name: 'Website', scopes: ['articles:read'] });
    expect((await ana.get(path)).text).not.toContain(key);
    expect(JSON.stringify(await listActs(app.db, { limit: 5 }))).not.toContain(key);

    expect((await ana.submit(path, 'keys', { name: 'No scope' })).status).toBe(422);
    await ana.submit(path, 'revoke');
    expect(await findApiKey(app.db, key)).toBeNull();
    expect(await listApiKeys(app.db)).toEqual([]);
  });

  test('the trail tells what was done, newest first', async () => {
    const ana = await editors.signedIn('owner');
    const page = (await ana.get('/admin/settings/trail')).text;
    const revoked = page.indexOf('revoked an API key');
    expect(revoked).toBeGreaterThan(-1);
    expect(page.indexOf('made the API key Website')).toBeGreaterThan(revoked);
  });
});

describe('find', () => {
  /** Where a page of it leads, group by group. */
  const found = (html: string): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      [...html.matchAll(/data-found="(\w+)">(.*?)<\/ul>/gs)].map(([, title = '', list = '']) => [
        title,
        [...list.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href),
      ]),
    );
  const ask = async (role: 'owner' | 'editor' | 'reporter' | 'analyst', text: string) => {
    const person = await editors.signedIn(role);
    const { text: html } = await person.get(`/admin/find?q=${encodeURIComponent(text)}`);
    return { person, html, groups: found(html) };
  };

  test.each(['owner', 'editor', 'reporter', 'analyst'] as const)(
    'everything it offers of itself to somebody with the role %s opens',
    async (role) => {
      const { person, groups } = await ask(role, '');
      const links = Object.values(groups).flat();
      expect(links).toContain('/admin/readers');
      expect(links.includes('/admin/settings')).toBe(role === 'owner');
      expect(links.includes('/admin/stories/new')).toBe(role !== 'analyst');
      const shut: string[] = [];
      for (const href of links) if ((await person.get(href)).status !== 200) shut.push(href);
      expect(shut).toEqual([]);
    },
    60_000,
  );

  test('a page is found by the beginnings of its words and of what else it is called', async () => {
    expect((await ask('owner', 'dmarc')).groups['Pages']).toEqual(['/admin/delivery/domain']);
    expect((await ask('owner', 'new ed')).groups['Begin']).toEqual(['/admin/editions/new']);
  });

  test('a newsletter, an edition and a story are found by a part of their name', async () => {
    const { groups } = await ask('owner', 'morning');
    expect(groups['Newsletters']).toEqual(['/admin/newsletters/morning-edition']);
    expect((await ask('editor', 'morning')).groups['Newsletters']).toEqual([
      '/admin/readers?newsletter=morning-edition',
    ]);
    const { articles } = await listArticles(app.db, { limit: 1 });
    const [story] = articles;
    const stories = (await ask('analyst', story?.title.slice(3).toUpperCase() ?? '')).groups['Stories'];
    expect(stories).toContain(`/admin/stories/${story?.slug}`);
  });

  test('a draft is found by those who write, an edition’s draft leads each to what they may open', async () => {
    const bea = await editors.signedIn('reporter');
    await bea.submit('/admin/stories/new', 'new', { title: 'A heron on the weir', body: 'It stood.' });
    expect((await ask('reporter', 'heron')).groups['Stories']?.[0]).toMatch(
      /^\/admin\/stories\/drafts\/\w+$/,
    );
    expect((await ask('analyst', 'heron')).groups).toEqual({});

    const created = await createEdition(app.db, {
      newsletter: 'morning-edition',
      articles: [],
      subject: 'Herons, 100 % of them',
      createdBy: 'Bea Ortiz',
    });
    const path = `/admin/editions/${created.kind === 'created' ? created.id : ''}`;
    expect((await ask('reporter', '100 %')).groups['Editions']).toEqual([path]);
    expect((await ask('analyst', '100 %')).groups['Editions']).toEqual([`${path}/preview`]);
  });

  test('a reader is found by how the address begins, and by nothing else of it', async () => {
    const address = await editors.addReader('tide_watch@example.test');
    const { publicId } = await findReader(address);
    expect((await ask('analyst', 'Tide_w')).groups['Readers']).toEqual([`/admin/readers/${publicId}`]);
    expect((await ask('owner', 'watch')).groups['Readers']).toBeUndefined();
    expect((await ask('owner', 'tide%')).groups['Readers']).toBeUndefined();
  });

  test('what is asked comes back as text, however odd or long it is', async () => {
    const { html } = await ask('owner', `"><script>${'x'.repeat(400)}`);
    expect(html).not.toContain('"><script>');
    expect(html).toContain('Nothing begins or is called so.');
    expect((await ask('owner', '   ')).groups['Begin']?.length).toBeGreaterThan(5);
  });
});
