/** What DNS says: in order, not there, wrong, or no answer. No answer is no failure. */
export type RecordState = 'good' | 'missing' | 'wrong' | 'unknown';

export type DomainRecord = {
  readonly what: 'spf' | 'dkim' | 'dmarc';
  /** Where it is published. */
  readonly name: string;
  readonly state: RecordState;
  /** What stands there, shortened. */
  readonly found: string;
};

/** The texts of a name; null: DNS did not answer. Nothing there is an empty list. */
export type LookUpTexts = (name: string) => Promise<readonly string[] | null>;

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

/** A key that is not revoked (RFC 6376, section 3.6.1). */
const dkimState: Rule = (texts) => {
  const keys = texts.filter((text) => /(?:^|;)\s*p=/i.test(text));
  if (keys.length === 0) return 'missing';
  return keys.some((text) => /(?:^|;)\s*p=\s*[a-z0-9+/]/i.test(text)) ? 'good' : 'wrong';
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

async function look(
  lookUp: LookUpTexts,
  what: DomainRecord['what'],
  name: string,
  stateOf: Rule,
): Promise<DomainRecord> {
  const texts = await lookUp(name);
  if (texts === null) return { what, name, state: 'unknown', found: '' };
  return { what, name, state: stateOf(texts), found: shortened(texts.filter((text) => text !== '')) };
}

async function lookForDmarc(lookUp: LookUpTexts, domain: string): Promise<DomainRecord> {
  const own = await look(lookUp, 'dmarc', `_dmarc.${domain}`, dmarcState);
  const parent = parentOf(domain);
  if (own.state !== 'missing' || parent === null) return own;
  const above = await lookForDmarc(lookUp, parent);
  return above.state === 'missing' ? own : above;
}

/**
 * Whether receivers can tell that mail is from this domain: SPF of the domain that return addresses are in, a published key for
 * each that signs, and DMARC. Without keys of ours the mail server signs, and what it signs with cannot be seen here.
 */
export function checkDomain(
  lookUp: LookUpTexts,
  { domain, selectors }: { readonly domain: string; readonly selectors: readonly string[] },
): Promise<readonly DomainRecord[]> {
  const keys =
    selectors.length === 0
      ? [
          Promise.resolve<DomainRecord>({
            what: 'dkim',
            name: `*._domainkey.${domain}`,
            state: 'unknown',
            found: '',
          }),
        ]
      : selectors.map((selector) => look(lookUp, 'dkim', `${selector}._domainkey.${domain}`, dkimState));
  return Promise.all([
    look(lookUp, 'spf', `bounce.${domain}`, spfState),
    ...keys,
    lookForDmarc(lookUp, domain),
  ]);
}
