import { sql } from 'kysely';
import { type LookUpTexts, checkDomain } from '../../../src/delivery/sender-domain/check-domain.ts';
import {
  findSenderDomain,
  lookAtSenderDomain,
  problemsOf,
} from '../../../src/delivery/sender-domain/sender-domain.ts';
import { domainOf } from '../../../src/delivery/mail-sender.ts';
import { listArticles } from '../../../src/articles/articles.ts';
import { checkEdition } from '../../../src/editions/check-edition.ts';
import { createEdition, findEdition } from '../../../src/editions/editions.ts';
import { releaseEdition } from '../../../src/editions/release-edition.ts';
import { readPublication } from '../../../src/newsletters/publication.ts';
import { randomId } from '../../../src/platform/random-tokens.ts';
import { addReaders } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const app = useApp();
const editors = useEditors(app);
const domain = 'lantern.example.org';

/** A zone of a few texts; what is not in it is not there. */
const zone =
  (texts: Readonly<Record<string, readonly string[] | null>>): LookUpTexts =>
  (name) =>
    Promise.resolve(Object.hasOwn(texts, name) ? (texts[name] ?? null) : []);

const spf = { [`bounce.${domain}`]: ['v=spf1 mx -all'] };
const dkim = { [`one._domainkey.${domain}`]: ['v=DKIM1; k=rsa; p=MIIBIjANBg'] };
const dmarc = { [`_dmarc.${domain}`]: ['v=DMARC1; p=none'] };
const all = { ...spf, ...dkim, ...dmarc };

test.each([
  ['a good zone', all, 'good good good'],
  ['an empty zone', {}, 'missing missing missing'],
  ['SPF alone', spf, 'good missing missing'],
  ['DKIM and DMARC alone', { ...dkim, ...dmarc }, 'missing good good'],
  [
    'two SPF records',
    { ...all, [`bounce.${domain}`]: ['v=spf1 mx -all', 'v=spf1 a -all'] },
    'wrong good good',
  ],
  ['SPF that lets nobody send', { ...all, [`bounce.${domain}`]: ['v=spf1 -all'] }, 'wrong good good'],
  ['a text that only looks like SPF', { ...all, [`bounce.${domain}`]: ['v=spf10 mx'] }, 'missing good good'],
  ['a revoked key', { ...all, [`one._domainkey.${domain}`]: ['v=DKIM1; p='] }, 'good wrong good'],
  [
    'DMARC without a policy',
    { ...all, [`_dmarc.${domain}`]: ['v=DMARC1; rua=mailto:x@example.org'] },
    'good good wrong',
  ],
  [
    'DMARC of the domain above',
    { ...spf, ...dkim, '_dmarc.example.org': ['v=DMARC1; p=reject'] },
    'good good good',
  ],
  [
    'a DNS that does not answer',
    { [`bounce.${domain}`]: null, [`one._domainkey.${domain}`]: null, [`_dmarc.${domain}`]: null },
    'unknown unknown unknown',
  ],
])('%s', async (_name, texts, states) => {
  const records = await checkDomain(zone(texts), { domain, selectors: ['one'] });
  expect(records.map(({ state }) => state).join(' ')).toBe(states);
});

test('without keys of ours DKIM cannot be seen, and that is no failure', async () => {
  const records = await checkDomain(zone({ ...spf, ...dmarc }), { domain, selectors: [] });
  expect(records.map(({ state }) => state)).toEqual(['good', 'unknown', 'good']);
});

describe('a digest', () => {
  const own = async (): Promise<string> => domainOf((await readPublication(app.db)).senderAddress);
  const look = async (lookUp: LookUpTexts, relayHost = 'mail.example.org') =>
    lookAtSenderDomain(app.db, { domain: await own(), relayHost, lookUp, now: new Date(), isAsked: true });

  async function draft(): Promise<string> {
    const { articles } = await listArticles(app.db, { limit: 1 });
    const created = await createEdition(app.db, {
      newsletter: 'morning-edition',
      articles: articles.map(({ slug }) => slug),
      createdBy: 'Ana Reyes',
    });
    if (created.kind !== 'created') throw new Error(created.message);
    return created.id;
  }

  async function proofOf(publicId: string): Promise<readonly string[]> {
    const edition = await findEdition(app.db, publicId);
    if (!edition) throw new Error('no edition');
    const checks = await checkEdition(app.db, app.setting.publicUrl, edition);
    return checks
      .filter(({ code }) => code.startsWith('sender-'))
      .map(({ severity, code }) => `${severity} ${code}`);
  }

  const release = async (publicId: string) =>
    (
      await releaseEdition(
        app.db,
        { keys: testKeys, publicUrl: app.setting.publicUrl },
        { publicId, releaseKey: randomId(), releasedBy: 'Ana Reyes', undoSeconds: 0 },
      )
    ).kind;

  beforeAll(async () => {
    await addReaders(app, 'ada@example.test');
  });
  beforeEach(async () => {
    await sql`truncate sender_domain`.execute(app.db);
  });

  test('stays here while its sender is not proven, and leaves when the owner says so in writing', async () => {
    const id = await draft();
    await look(zone({}));
    expect(await proofOf(id)).toEqual(['blocking sender-unproven']);
    expect(await release(id)).toBe('blocked');

    const owner = await editors.signedIn('owner');
    const page = '/admin/delivery/domain';
    expect((await owner.get(page)).text).toContain('Digests stay here');
    const short = await owner.submit(page, 'allow', { because: 'so what' });
    expect([short.status, short.text.includes('so what')]).toEqual([422, true]);
    await owner.submit(page, 'allow', { because: 'The provider signs for us from Monday on.' });
    expect(await proofOf(id)).toEqual(['warning sender-not-proven']);
    await owner.submit(page, 'withdraw');
    expect(await release(id)).toBe('blocked');
    await owner.submit(page, 'allow', { because: 'The provider signs for us from Monday on.' });
    expect(await release(id)).toBe('released');
    const { rows } = await sql<{ details: { because?: string }; actor: string }>`
      select actor, details from audit_entry where action like 'lets digests leave%' order by id
    `.execute(app.db);
    expect(rows.map(({ details }) => details.because ?? '')).toEqual([
      'The provider signs for us from Monday on.',
      '',
      'The provider signs for us from Monday on.',
    ]);
    expect(
      (await (await editors.signedIn('editor')).post(`${page}/allow`, { because: 'I would like to send it' }))
        .status,
    ).toBe(403);
  });

  test('leaves when DNS does not answer, when nobody has looked, and when all is published', async () => {
    const id = await draft();
    expect(await proofOf(id)).toEqual([]);
    await look(() => Promise.resolve(null));
    expect(await proofOf(id)).toEqual([]);
    const at = await own();
    await look(zone({ [`bounce.${at}`]: ['v=spf1 mx -all'], [`_dmarc.${at}`]: ['v=DMARC1; p=none'] }));
    expect(await proofOf(id)).toEqual([]);
  });

  test('leaves for a server on this machine, and DNS is not asked then', async () => {
    const id = await draft();
    let asked = 0;
    const counting: LookUpTexts = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    await look(counting, '127.0.0.1');
    expect([asked, await proofOf(id)]).toEqual([0, []]);
    expect(problemsOf(await findSenderDomain(app.db, await own()))).toEqual([]);
    await look(counting);
    expect(await proofOf(id)).toEqual(['blocking sender-unproven']);
  });

  test('shows the day at Gmail and the share of complaints', async () => {
    await look(zone({}));
    await sql`
      update sender_domain set findings = findings || '{"gmailDay": 4321}'::jsonb
    `.execute(app.db);
    const page = await (await editors.signedIn('analyst')).get('/admin/delivery/domain');
    expect(page.text).toContain('4,321');
    expect(page.text).toContain('close to what Gmail calls a bulk sender');
    expect(page.text).toContain('never 0.3 %');
  });
});
