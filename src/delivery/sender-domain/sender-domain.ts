import { z } from 'zod';
import { listDkimKeys } from '../dkim-keys.ts';
import { listRelays } from '../relays.ts';
import {
  type DomainFindings,
  type SenderDomainRow,
  countAcceptedAt,
  findDomainRow,
  setAllowed,
  writeFindings,
} from '../sql/sender-domain.ts';
import type { Db } from '../../platform/db.ts';
import { type DomainRecord, type LookUpTexts, checkDomain } from './check-domain.ts';

export { countComplaintsSince, type SenderDomainRow, withdrawAllowed } from '../sql/sender-domain.ts';

const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
const gmail = ['gmail.com', 'googlemail.com'];
const dayHours = 24;

/** Looked at again after so long; sooner while something is amiss, since somebody is mending it. */
const calmMs = 900_000;
const amissMs = 120_000;

const isAmiss = ({ state }: DomainRecord): boolean => state === 'missing' || state === 'wrong';

/** What keeps digests in: records that are not there or wrong, while mail goes to real addresses. */
export const problemsOf = (row: SenderDomainRow | null): readonly DomainRecord[] =>
  row?.findings.leavesHouse === true ? (row.findings.records ?? []).filter(isAmiss) : [];

/** The state of a domain as it was last seen; null before the first look. */
export const findSenderDomain = (db: Db, domain: string): Promise<SenderDomainRow | null> =>
  findDomainRow(db, domain);

type LookSetting = {
  readonly domain: string;
  /** The host of the mail server that the environment names. */
  readonly relayHost: string;
  readonly lookUp: LookUpTexts;
  readonly now: Date;
  /** Somebody asked. */
  readonly isAsked?: boolean;
};

/** Mail that ends on this machine, in the built-in inbox or at a server beside us, needs no proof of where it is from. */
async function leavesHouse(db: Db, relayHost: string): Promise<boolean> {
  const relays = (await listRelays(db)).filter(({ isOn }) => isOn);
  const hosts = relays.length > 0 ? relays.map(({ host }) => host) : [relayHost];
  return hosts.some((host) => !loopback.includes(host.toLowerCase()));
}

/** Looks at the domain again when it is time, or when somebody asks. Nothing is asked of DNS while no mail leaves the house. */
export async function lookAtSenderDomain(db: Db, setting: LookSetting): Promise<void> {
  const { domain, relayHost, lookUp, now, isAsked = false } = setting;
  const row = await findDomainRow(db, domain);
  const leaves = await leavesHouse(db, relayHost);
  const age = row?.checkedAt ? now.getTime() - row.checkedAt.getTime() : Infinity;
  const isFresh =
    age < (problemsOf(row).length > 0 ? amissMs : calmMs) && row?.findings.leavesHouse === leaves;
  if (isFresh && !isAsked) return;
  if (!leaves) return writeFindings(db, domain, { leavesHouse: false }, now);
  const keys = await listDkimKeys(db);
  const selectors = keys
    .filter((key) => key.domain === domain && key.retiredAt === null)
    .map((key) => key.selector);
  const [records, gmailDay] = await Promise.all([
    checkDomain(lookUp, { domain, selectors }),
    countAcceptedAt(db, gmail, dayHours),
  ]);
  const findings: DomainFindings = { leavesHouse: true, records, gmailDay };
  await writeFindings(db, domain, findings, now);
}

const becauseMessage = 'Please say why in a sentence of 10 to 500 characters';

/** What an owner writes who lets digests leave all the same: it stands in the trail. */
export const unprovenForm = z.object({
  because: z.string().trim().min(10, becauseMessage).max(500, becauseMessage),
});

/** The owner takes it upon them that digests leave all the same. */
export const allowUnproven = (
  tx: Db,
  allowance: { readonly domain: string; readonly because: string; readonly by: string },
): Promise<void> => setAllowed(tx, allowance);
