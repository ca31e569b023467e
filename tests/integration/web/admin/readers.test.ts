import { sql } from 'kysely';
import { findSubscriberBy } from '../../../../src/audience/subscribers.ts';
import { listSuppressionsOf, suppressAddress } from '../../../../src/delivery/suppressions.ts';
import { findTierRequest, listEntitlements } from '../../../../src/membership/entitlements.ts';
import { listActsOn } from '../../../../src/staff/audit.ts';
import { useApp } from '../../../support/use-app.ts';
import { signUpInStory, story } from '../public/sign-up-form.ts';
import { useEditors } from './editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);

async function findReader(addressKey: string) {
  const reader = await findSubscriberBy(app.db, { addressKey });
  if (!reader) throw new Error(`${addressKey} is not in the sample newsroom`);
  return { ...reader, path: `/admin/readers/${reader.publicId}` };
}

const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="ruled__link[^"]*" href="([^"]+)"/g)].map(([, href = '']) => href);

const nextIn = (html: string): string | undefined =>
  /<a href="([^"]+)">More readers<\/a>/.exec(html)?.[1]?.replaceAll('&amp;', '&');

describe('the list of readers', () => {
  test('goes on page by page, keeps what it is narrowed to, and shows each reader once', async () => {
    for (let n = 1; n <= 60; n += 1) await editors.addReader(`choir-${n}@example.org`);
    const caro = await editors.signedIn('analyst');
    const first = (await caro.get('/admin/readers?q=choir-&newsletter=morning-edition&state=active')).text;
    const next = nextIn(first);
    expect(next).toMatch(/^\/admin\/readers\?q=choir-&newsletter=morning-edition&state=active&after=\d+$/);
    const second = (await caro.get(next ?? '')).text;
    expect(linksIn(first)).toHaveLength(50);
    expect(linksIn(second)).toHaveLength(10);
    expect(new Set([...linksIn(first), ...linksIn(second)]).size).toBe(60);
    expect(nextIn(second)).toBeUndefined();
    expect(second).toContain('value="choir-"');
    expect(second).toMatch(/<option value="active" selected/);
  });

  test('takes a cursor that is none as the beginning', async () => {
    const caro = await editors.signedIn('analyst');
    const page = await caro.get('/admin/readers?after=1e400&state=unheard&newsletter=of');
    expect(page.status).toBe(200);
    expect(linksIn(page.text)).toHaveLength(50);
  });
});

describe('the page of a reader', () => {
  test('shows the exact words of a consent, where they were shown, and the mail that asked', async () => {
    const answer = await signUpInStory(app.visitor(), { email: 'frida@example.test' });
    expect(answer.status).toBe(303);

    const frida = await findReader('frida@example.test');
    const { rows } = await sql<{ words: string; network: string }>`
      select words, network from consent where subscriber_id = ${frida.id}
    `.execute(app.db);
    const [consent] = rows;
    const page = (await (await editors.signedIn('analyst')).get(frida.path)).text;
    expect(page.replaceAll('&amp;', '&')).toContain(`<blockquote>${consent?.words}</blockquote>`);
    expect(consent?.words).toContain('One click in every mail ends it.');
    expect(page).toContain(`${story}, ${consent?.network}`);
    expect(page).toMatch(/<th scope="row">Confirmation<\/th><td>waiting/);
    expect(page).toContain('not confirmed yet');
  });

  test('an open request for a tier is offered first, and giving that tier answers it', async () => {
    const ben = await findReader('ben@example.test');
    await sql`
      insert into tier_request (subscriber_id, tier_id) select ${ben.id}, id from tier where slug = 'digital'
    `.execute(app.db);
    const ana = await editors.signedIn('editor');
    expect((await ana.get(ben.path)).text).toContain('waits to hear about payment');
    const form = await ana.formAt(ben.path, 'give-tier');
    expect(form.fields).toContainEqual(['tier', 'digital']);
    await ana.send(form, { reason: 'invoice', note: 'INV-2041' });
    expect(await findTierRequest(app.db, ben.id)).toBeNull();
    const page = (await ana.get(ben.path)).text;
    expect(page).not.toContain('waits to hear about payment');
    expect(page).toContain('INV-2041');

    // A double click on the form that was already sent.
    await Promise.all([1, 2].map(() => ana.send(form, { reason: 'invoice', note: 'INV-2041' })));
    expect((await listEntitlements(app.db, [ben.id])).get(ben.id)).toHaveLength(1);
  });

  test('an analyst who posts its acts changes nothing', async () => {
    const emil = await findReader('emil@example.test');
    const { addressKey } = emil;
    await suppressAddress(app.db, { addressKey, scope: 'bulk', reason: 'mailbox is full' });
    const [kept] = await listSuppressionsOf(app.db, addressKey);
    const caro = await editors.signedIn('analyst');
    const out = (await caro.formAt(emil.path, 'sign-out')).fields;
    const acts = {
      lift: { suppression: String(kept?.id) },
      'give-tier': { tier: 'digital', reason: 'comp' },
      'end-tier': { entitlement: '1' },
    };
    for (const [act, fields] of Object.entries(acts)) {
      expect((await caro.send({ action: `${emil.path}/${act}`, fields: out }, fields)).status).toBe(403);
    }
    expect(await listSuppressionsOf(app.db, addressKey)).toEqual([kept]);
    expect((await listEntitlements(app.db, [emil.id])).size).toBe(0);
    expect(await listActsOn(app.db, `subscriber ${emil.publicId}`)).toEqual([]);
  });

  test.each(['1.5', '-1', '1e300', 'x', ''])(
    'a number that is none, “%s”, lifts and ends nothing',
    async (text) => {
      const dora = await findReader('dora@example.test');
      const held = await listEntitlements(app.db, [dora.id]);
      expect(held.size).toBe(1);
      const ana = await editors.signedIn('editor');
      const form = await ana.formAt(dora.path, 'end-tier');
      const ended = await ana.send(form, { entitlement: text });
      const lifted = await ana.send({ ...form, action: `${dora.path}/lift` }, { suppression: text });
      expect([ended.status, lifted.status]).toEqual([303, 303]);
      expect(await listEntitlements(app.db, [dora.id])).toEqual(held);
    },
  );
});
