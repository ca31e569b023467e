import type { DomainRecord, RecordState } from './domain-record.ts';
import type { LookUp } from './look-up.ts';
import { type SendingServer, spfText } from './spf-text.ts';

const shortened = (texts: readonly string[]): string => texts.join(' / ').slice(0, 300);

type Rule = (texts: readonly string[]) => RecordState;

const isSpf = (text: string): boolean => /^v=spf1(?:\s|$)/i.test(text);

/** Exactly one, and one that lets somebody send (RFC 7208, section 4.5). */
const spfState: Rule = (texts) => {
  const own = texts.filter(isSpf);
  if (own.length === 0) return 'missing';
  const isClosed = /^v=spf1\s+-all$/i.test(own[0]?.trim() ?? '');
  return own.length > 1 || isClosed ? 'wrong' : 'good';
};

/** The key in a record, without the blanks that DNS panels leave in it. */
const keyIn = (text: string): string | undefined =>
  /(?:^|;)\s*p=([^;]*)/i.exec(text)?.[1]?.replaceAll(/\s/g, '');

/** A key that is not revoked (RFC 6376, section 3.6.1), and ours where we know what was to be published. */
const dkimState =
  (record: string | null): Rule =>
  (texts) => {
    const keys = texts.flatMap((text) => keyIn(text) ?? []);
    if (keys.length === 0) return 'missing';
    const own = record === null ? null : keyIn(record);
    return keys.some((key) => key !== '' && (own === null || key === own)) ? 'good' : 'wrong';
  };

/** Exactly one, with a policy (RFC 7489, section 6.6.3). */
const dmarcState: Rule = (texts) => {
  const own = texts.filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text));
  if (own.length === 0) return 'missing';
  return own.length === 1 && /;\s*p\s*=\s*(?:none|quarantine|reject)\s*(?:;|$)/i.test(own[0] ?? '')
    ? 'good'
    : 'wrong';
};

/** The domain above: DMARC of a sub-domain may stand there. */
const parentOf = (domain: string): string | null => {
  const labels = domain.split('.');
  return labels.length > 2 ? labels.slice(1).join('.') : null;
};

type Question = Pick<DomainRecord, 'what' | 'name' | 'paste'> & { readonly stateOf: Rule };

async function look(lookUp: LookUp, { stateOf, ...record }: Question): Promise<DomainRecord> {
  const texts = await lookUp(record.name);
  if (texts === null) return { ...record, state: 'unknown', found: '' };
  return { ...record, state: stateOf(texts), found: shortened(texts.filter((text) => text !== '')) };
}

async function lookForDmarc(lookUp: LookUp, domain: string): Promise<DomainRecord> {
  const own = await look(lookUp, {
    what: 'dmarc',
    name: `_dmarc.${domain}`,
    stateOf: dmarcState,
    paste: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
  });
  const parent = parentOf(domain);
  if (own.state !== 'missing' || parent === null) return own;
  const above = await lookForDmarc(lookUp, parent);
  return above.state === 'missing' ? own : above;
}

export type SigningKey = {
  readonly domain: string;
  readonly selector: string;
  /** What is to be published; null where that was not kept. */
  readonly record: string | null;
};

function lookForKeys(
  lookUp: LookUp,
  domain: string,
  keys: readonly SigningKey[],
): ReadonlyArray<Promise<DomainRecord>> {
  const own = keys.filter((key) => key.domain === domain);
  if (own.length > 0) {
    return own.map(({ selector, record }) =>
      look(lookUp, {
        what: 'dkim',
        name: `${selector}._domainkey.${domain}`,
        stateOf: dkimState(record),
        paste: record ?? '',
      }),
    );
  }
  const others = keys.map((key) => key.domain);
  return [
    Promise.resolve({
      what: 'dkim',
      name: `*._domainkey.${domain}`,
      state: others.length === 0 ? 'unknown' : 'wrong',
      found: others.length === 0 ? '' : `The keys here sign for ${[...new Set(others)].join(', ')} alone.`,
      paste: '',
    }),
  ];
}

/**
 * Whether receivers can tell that mail is from this domain: SPF of the domain that return addresses are in, a published key for
 * each that signs, and DMARC. Without keys of ours the mail server signs, and what it signs with cannot be seen here; with keys
 * for other domains alone, nothing signs for this one.
 */
export function checkDomain(
  lookUp: LookUp,
  {
    domain,
    keys,
    servers,
  }: {
    readonly domain: string;
    readonly keys: readonly SigningKey[];
    readonly servers: readonly SendingServer[];
  },
): Promise<readonly DomainRecord[]> {
  return Promise.all([
    look(lookUp, { what: 'spf', name: `bounce.${domain}`, stateOf: spfState, paste: spfText(servers) }),
    ...lookForKeys(lookUp, domain, keys),
    lookForDmarc(lookUp, domain),
  ]);
}
