/** What DNS says: in order, not there, wrong, or no answer. No answer is no failure. */
export type RecordState = 'good' | 'missing' | 'wrong' | 'unknown';

export type RecordKind =
  'spf' | 'dkim' | 'dmarc' | 'one-click' | 'reverse' | 'mx' | 'bounce-mx' | 'tls' | 'mta-sts' | 'bimi';

export type DomainRecord = {
  readonly what: RecordKind;
  /** Where it is published, or what was looked at. */
  readonly name: string;
  readonly state: RecordState;
  /** What stands there, shortened. */
  readonly found: string;
  /** The whole value to publish there; empty or absent where there is none to give. */
  readonly paste?: string;
};

/**
 * What a record means when it is amiss: without proof digests stay here, what is needed makes providers refuse or hide mail, the
 * rest is good to have.
 */
export const recordWeight: Readonly<Record<RecordKind, 'proof' | 'needed' | 'advice'>> = {
  spf: 'proof',
  dkim: 'proof',
  dmarc: 'proof',
  'one-click': 'needed',
  reverse: 'needed',
  mx: 'needed',
  tls: 'needed',
  'bounce-mx': 'advice',
  'mta-sts': 'advice',
  bimi: 'advice',
};

export const isAmiss = ({ state }: DomainRecord): boolean => state === 'missing' || state === 'wrong';
