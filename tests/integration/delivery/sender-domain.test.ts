import { sql } from 'kysely';
import { addDkimKey, listDkimKeys } from '../../../src/delivery/dkim-keys.ts';
import { checkDomain } from '../../../src/delivery/sender-domain/check-domain.ts';
import { type Dns, type LookUp, createDns } from '../../../src/delivery/sender-domain/look-up.ts';
import type { SendingServer } from '../../../src/delivery/sender-domain/spf-text.ts';
import {
  type DomainSetting,
  allowUnproven,
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
import type { InstallCheck } from '../../../src/cli/cli-setting.ts';
import { checkSenderDomain } from '../../../src/processes/check-sender-domain.ts';
import { runCommand } from '../../support/run-command.ts';
import { type ToyRecord, useToyDns } from '../../support/use-toy-dns.ts';
import { addReaders } from '../../support/send-edition.ts';
import { useApp } from '../../support/use-app.ts';
import { testKeys } from '../../support/use-database.ts';
import { useEditors } from '../web/admin/editions/use-editors.ts';

const dns = useToyDns();
const app = useApp();
const editors = useEditors(app);
const domain = 'lantern.example.org';

/** A zone of a few texts; what is not in it is not there. */
const zone =
  (texts: Readonly<Record<string, readonly string[] | null>>): LookUp =>
  (name) =>
    Promise.resolve(Object.hasOwn(texts, name) ? (texts[name] ?? null) : []);

const spf = { [`bounce.${domain}`]: ['v=spf1 mx -all'] };
const dkim = { [`one._domainkey.${domain}`]: ['v=DKIM1; k=rsa; p=MIIBIjANBg'] };
const dmarc = { [`_dmarc.${domain}`]: ['v=DMARC1; p=none'] };
const all = { ...spf, ...dkim, ...dmarc };
const servers = [{ host: 'mail.example.org', tls: 'required' }] as const;

/** A DNS that knows texts and nothing else. */
const textsAlone = (texts: LookUp): Dns => {
  const nothing: LookUp = () => Promise.resolve([]);
  return { texts, mailServers: nothing, addresses: nothing, names: nothing };
};

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
  const keys = [{ domain, selector: 'one', record: null }];
  const records = await checkDomain(zone(texts), { domain, keys, servers });
  expect(records.map(({ state }) => state).join(' ')).toBe(states);
});

test('without keys of ours DKIM cannot be seen, and that is no failure', async () => {
  const records = await checkDomain(zone({ ...spf, ...dmarc }), { domain, keys: [], servers });
  expect(records.map(({ state }) => state)).toEqual(['good', 'unknown', 'good']);
});

describe('a digest', () => {
  const own = async (): Promise<string> => domainOf((await readPublication(app.db)).senderAddress);
  const look = async (lookUp: LookUp, host = 'mail.example.org') =>
    lookAtSenderDomain(app.db, {
      domain: await own(),
      relay: { host, tls: 'required' },
      publicUrl: app.setting.publicUrl,
      dns: textsAlone(lookUp),
      now: new Date(),
      isAsked: true,
    });

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
    const { text } = await owner.get(page);
    expect(text).toContain('Digests stay here');
    expect(text).toContain('Publish this TXT: <code>v=spf1 a:mail.example.org -all</code>');
    expect(text).toContain('What providers look at beside it');
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
    const counting: LookUp = () => {
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

describe('doctor', () => {
  const host = `mail.${domain}`;
  const spfRecord: ToyRecord = [`bounce.${domain}`, 'TXT', 'v=spf1 mx -all'];
  const dmarcRecord: ToyRecord = [`_dmarc.${domain}`, 'TXT', 'v=DMARC1; p=none'];
  const surroundings: readonly ToyRecord[] = [
    [domain, 'MX', `10 ${host}`],
    [`bounce.${domain}`, 'MX', `10 ${host}`],
    [host, 'A', '198.18.0.25'],
    ['25.0.18.198.in-addr.arpa', 'PTR', host],
    [`_mta-sts.${domain}`, 'TXT', 'v=STSv1; id=20261130'],
    [`default._bimi.${domain}`, 'TXT', `v=BIMI1; l=https://${domain}/logo.svg; a=`],
  ];
  const house = { publicUrl: `https://${domain}`, tls: 'required' } as const;
  let published: ToyRecord = ['', 'TXT', ''];

  const examine = async ({
    publicUrl,
    tls,
  }: Pick<DomainSetting, 'publicUrl'> & Pick<SendingServer, 'tls'> = house) => {
    const checks = await checkSenderDomain(app.db, {
      relay: { host, tls },
      publicUrl,
      dns: createDns([dns.address]),
    });
    return { checks, said: await runCommand(null, ['doctor'], { checks }) };
  };
  const statesOf = (checks: readonly InstallCheck[]): Readonly<Record<string, string>> =>
    Object.fromEntries(checks.map(({ name, severity, record }) => [name, `${severity}: ${record?.state}`]));

  beforeAll(async () => {
    await sql`truncate sender_domain, dkim_key`.execute(app.db);
    await addDkimKey(app.db, testKeys, { domain, selector: 'one', algorithm: 'rsa-sha256' });
    const [key] = await listDkimKeys(app.db);
    published = [`one._domainkey.${domain}`, 'TXT', key?.record ?? ''];
    expect(published[2]).toMatch(/^v=DKIM1; k=rsa; p=MII/);
  });
  beforeEach(() => {
    dns.records = [];
    dns.broken = [];
  });

  test('finds a good zone in order, and ends well', async () => {
    dns.records = [spfRecord, published, dmarcRecord, ...surroundings];
    const { checks, said } = await examine();
    expect(new Set(Object.values(statesOf(checks)))).toEqual(new Set(['good: good']));
    expect(checks.map(({ name }) => name).toSorted()).toEqual(
      [
        'spf',
        'dkim',
        'dmarc',
        'one-click',
        'reverse',
        'tls',
        'mx',
        'bounce-mx',
        'mta-sts',
        'bimi',
      ].toSorted(),
    );
    expect(said.code).toBe(0);
    expect(said.out).toContain('found    198.18.0.25 is mail.lantern.example.org');
  });

  test('names what is wrong in an empty zone and prints what to publish', async () => {
    const { checks, said } = await examine({ publicUrl: 'http://lantern.example.org', tls: 'none' });
    expect(statesOf(checks)).toEqual({
      spf: 'wrong: missing',
      dkim: 'wrong: missing',
      dmarc: 'wrong: missing',
      'one-click': 'wrong: wrong',
      reverse: 'wrong: missing',
      tls: 'wrong: wrong',
      mx: 'wrong: missing',
      'bounce-mx': 'advice: missing',
      'mta-sts': 'advice: missing',
      bimi: 'advice: missing',
    });
    expect([said.code, said.err]).toEqual([1, 'Wrong: spf, dkim, dmarc, one-click, tls, reverse, mx\n']);
    expect(said.out).toContain(`publish  bounce.${domain} TXT v=spf1 a:${host} -all`);
    expect(said.out).toContain(`publish  ${published[0]} TXT ${published[2]}`);
    expect(said.out).toContain(`publish  bounce.${domain} MX 10 lantern.example.org.`);
  });

  test.each([
    ['SPF alone', () => [spfRecord], 'good wrong wrong'],
    ['DKIM alone', () => [published], 'wrong good wrong'],
    [
      'the key of somebody else',
      () => [spfRecord, [published[0], 'TXT', 'v=DKIM1; k=rsa; p=MIIBIjANBg'] as const, dmarcRecord],
      'good wrong good',
    ],
    [
      'two SPF records',
      () => [spfRecord, [spfRecord[0], 'TXT', 'v=spf1 a -all'] as const, published, dmarcRecord],
      'wrong good good',
    ],
    [
      'a key that a panel cut with blanks',
      () => [spfRecord, [published[0], 'TXT', published[2].replace('MII', 'MI I')] as const, dmarcRecord],
      'good good good',
    ],
  ])('%s', async (_name, proof, severities) => {
    dns.records = [...proof(), ...surroundings];
    const { checks, said } = await examine();
    const seen = statesOf(checks);
    expect(['spf', 'dkim', 'dmarc'].map((name) => seen[name]?.split(':')[0]).join(' ')).toBe(severities);
    expect(said.code).toBe(severities.includes('wrong') ? 1 : 0);
  });

  test('says that a key of another domain signs nothing here', async () => {
    dns.records = [spfRecord, dmarcRecord, ...surroundings];
    await sql`update dkim_key set domain = 'old.example.org'`.execute(app.db);
    const { checks, said } = await examine();
    await sql`update dkim_key set domain = ${domain}`.execute(app.db);
    expect(statesOf(checks)).toMatchObject({ dkim: 'wrong: wrong' });
    expect(said.out).toContain('sign for old.example.org alone');
  });

  test('takes no answer for no failure', async () => {
    dns.broken = ['org', 'arpa'];
    const { checks, said } = await examine();
    const { 'one-click': oneClick, tls, ...asked } = statesOf(checks);
    expect([oneClick, tls]).toEqual(['good: good', 'good: good']);
    expect(new Set(Object.values(asked))).toEqual(new Set(['unknown: unknown']));
    expect(said.code).toBe(0);
  });

  test('a name that leads elsewhere is wrong for a server of ours, and says nothing of a provider', async () => {
    const elsewhere = surroundings.map(([name, type, value]): ToyRecord =>
      type === 'PTR' ? [name, type, 'dsl-25.isp.example.net'] : [name, type, value],
    );
    dns.records = [
      spfRecord,
      published,
      dmarcRecord,
      ...elsewhere,
      ['dsl-25.isp.example.net', 'A', '198.18.9.9'],
    ];
    expect(statesOf((await examine()).checks)).toMatchObject({ reverse: 'wrong: wrong' });
    const [provider] = (
      await checkSenderDomain(app.db, {
        relay: { host: 'smtp.provider.example.net', tls: 'required' },
        publicUrl: `https://${domain}`,
        dns: createDns([dns.address]),
      })
    ).filter(({ name }) => name === 'reverse');
    expect(provider).toMatchObject({ isGood: true, severity: 'unknown' });
  });

  test('holds nothing against what the owner let leave in writing, and nothing while mail stays here', async () => {
    dns.records = surroundings;
    await allowUnproven(app.db, { domain, because: 'The provider signs for us.', by: 'Ana Reyes' });
    const { checks, said } = await examine();
    expect(statesOf(checks)).toMatchObject({ spf: 'advice: missing', dkim: 'advice: missing' });
    expect([said.code, said.out.includes('The owner lets digests leave all the same.')]).toEqual([0, true]);
    const setting = { publicUrl: 'http://localhost:3000', dns: createDns([dns.address]) };
    expect(
      await checkSenderDomain(app.db, { ...setting, relay: { host: 'localhost', tls: 'none' } }),
    ).toEqual([{ name: 'sender', isGood: true, words: expect.stringContaining('ends on this machine') }]);
  });
});
