import type { DomainRecord, RecordState } from './domain-record.ts';
import type { Dns } from './look-up.ts';
import { type SendingServer, isOnThisMachine } from './spf-text.ts';

/** HTTPS is what one-click leaving wants (RFC 8058, section 3.1). */
const lookAtOneClick = (publicUrl: string): DomainRecord => ({
  what: 'one-click',
  name: publicUrl,
  state: publicUrl.startsWith('https://') ? 'good' : 'wrong',
  found: '',
});

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Whether the address of a mail server has a name that leads back to it. Providers send from addresses that only they know. */
async function lookAtReverse(dns: Dns, domain: string, server: SendingServer): Promise<DomainRecord> {
  const { host } = server;
  const record = { what: 'reverse', name: host } as const;
  const addresses = isOnThisMachine(server) ? null : await dns.addresses(host);
  if (addresses === null) return { ...record, state: 'unknown', found: '' };
  const pairs = await Promise.all(
    addresses.map(async (address) => ({ address, names: await dns.names(address) })),
  );
  const forward = await Promise.all(
    pairs.flatMap(({ address, names }) =>
      (names ?? []).map(async (name) => ({
        name,
        leadsBack: (await dns.addresses(name))?.includes(address) ?? null,
      })),
    ),
  );
  const found = pairs
    .map(({ address, names }) => `${address} is ${names?.join(', ') || 'nameless'}`)
    .join('; ');
  if (forward.some(({ leadsBack }) => leadsBack)) return { ...record, state: 'good', found };
  const isUnsure =
    pairs.some(({ names }) => names === null) || forward.some(({ leadsBack }) => leadsBack === null);
  if (isUnsure || !isBelow(host, domain)) return { ...record, state: 'unknown', found };
  return { ...record, state: forward.length > 0 ? 'wrong' : 'missing', found };
}

/** Plain text past this machine can be read on the way; what a server here does with it is its own affair. */
function lookAtTls(server: SendingServer): DomainRecord {
  const plain: RecordState = isOnThisMachine(server) ? 'unknown' : 'wrong';
  return { what: 'tls', name: server.host, state: server.tls === 'none' ? plain : 'good', found: '' };
}

/** Whether replies find their way: by MX, or by the address of the domain itself (RFC 5321, section 5.1). */
async function lookAtMx(dns: Dns, domain: string): Promise<DomainRecord> {
  const record = { what: 'mx', name: domain } as const;
  const servers = await dns.mailServers(domain);
  if (servers === null) return { ...record, state: 'unknown', found: '' };
  if (servers.includes('')) return { ...record, state: 'wrong', found: 'It says that it takes no mail.' };
  if (servers.length > 0) return { ...record, state: 'good', found: servers.join(', ') };
  const addresses = await dns.addresses(domain);
  if (addresses === null) return { ...record, state: 'unknown', found: '' };
  return { ...record, state: addresses.length > 0 ? 'good' : 'missing', found: addresses.join(', ') };
}

/** An MX record wants the name of a host, not an address or this machine. */
const hasName = (url: string): boolean => /^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/i.test(new URL(url).hostname);

/** Where reports about what did not arrive come in; the listener runs beside the site unless told. */
async function lookAtBounceMx(dns: Dns, domain: string, publicUrl: string): Promise<DomainRecord> {
  const name = `bounce.${domain}`;
  const servers = await dns.mailServers(name);
  const isThere = servers !== null && servers.some((server) => server !== '');
  return {
    what: 'bounce-mx',
    name,
    state: servers === null ? 'unknown' : isThere ? 'good' : 'missing',
    found: servers?.join(', ') ?? '',
    paste: hasName(publicUrl) ? `10 ${new URL(publicUrl).hostname}.` : '',
  };
}

/** One text of a kind: absent, there once, or there twice and so in nobody's eyes. */
async function lookAtText(
  dns: Dns,
  record: Pick<DomainRecord, 'what' | 'name' | 'paste'>,
  pattern: RegExp,
): Promise<DomainRecord> {
  const texts = await dns.texts(record.name);
  if (texts === null) return { ...record, state: 'unknown', found: '' };
  const own = texts.filter((text) => pattern.test(text));
  const state = own.length === 1 ? 'good' : own.length === 0 ? 'missing' : 'wrong';
  return { ...record, state, found: own.join(' / ').slice(0, 300) };
}

/**
 * What providers look at beside the proof of who mail is from: leaving with one press, a name for the mail server's address, a
 * domain that takes replies and reports, and TLS. MTA-STS and BIMI are good to have.
 */
export async function checkStanding(
  dns: Dns,
  {
    domain,
    publicUrl,
    servers,
  }: { readonly domain: string; readonly publicUrl: string; readonly servers: readonly SendingServer[] },
): Promise<readonly DomainRecord[]> {
  const mtaSts = { what: 'mta-sts', name: `_mta-sts.${domain}`, paste: 'v=STSv1; id=1' } as const;
  const logo = `v=BIMI1; l=https://${domain}/logo.svg; a=`;
  const bimi = { what: 'bimi', name: `default._bimi.${domain}`, paste: logo } as const;
  const published = await Promise.all([
    ...servers.map((server) => lookAtReverse(dns, domain, server)),
    lookAtMx(dns, domain),
    lookAtBounceMx(dns, domain, publicUrl),
    lookAtText(dns, mtaSts, /^v=STSv1\s*;\s*id=\w+/),
    lookAtText(dns, bimi, /^v=BIMI1\s*(?:;|$)/),
  ]);
  return [lookAtOneClick(publicUrl), ...servers.map(lookAtTls), ...published];
}
