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
import { checkDomain } from './check-domain.ts';
import { checkStanding } from './check-standing.ts';
import { type DomainRecord, isAmiss } from './domain-record.ts';
import type { Dns } from './look-up.ts';
import { type SendingServer, isOnThisMachine } from './spf-text.ts';

export { countComplaintsSince, type SenderDomainRow, withdrawAllowed } from '../sql/sender-domain.ts';

const gmail = ['gmail.com', 'googlemail.com'];
const dayHours = 24;

/** Looked at again after so long; sooner while something is amiss, since somebody is mending it. */
const calmMs = 900_000;
const amissMs = 120_000;

/** What keeps digests in: records that are not there or wrong, while mail goes to real addresses. */
export const problemsOf = (row: SenderDomainRow | null): readonly DomainRecord[] =>
  row?.findings.leavesHouse === true ? (row.findings.records ?? []).filter(isAmiss) : [];

/** The state of a domain as it was last seen; null before the first look. */
export const findSenderDomain = (db: Db, domain: string): Promise<SenderDomainRow | null> =>
  findDomainRow(db, domain);

export type DomainSetting = {
  readonly domain: string;
  /** The mail server that the environment names. */
  readonly relay: SendingServer;
  /** The address readers use: it stands in every mail. */
  readonly publicUrl: string;
  readonly dns: Dns;
};

type LookSetting = DomainSetting & {
  readonly now: Date;
  /** Somebody asked. */
  readonly isAsked?: boolean;
};

/** The mail servers in use. */
async function listServers(db: Db, relay: SendingServer): Promise<readonly SendingServer[]> {
  const relays = (await listRelays(db)).filter(({ isOn }) => isOn);
  return relays.length > 0 ? relays : [relay];
}

/** Mail that ends on this machine, in the built-in inbox or at a server beside us, needs no proof of where it is from. */
const leavesHouse = (servers: readonly SendingServer[]): boolean =>
  servers.some((server) => !isOnThisMachine(server));

/** Asks DNS about a domain and keeps nothing. It is not asked while no mail leaves the house. */
export async function examineDomain(
  db: Db,
  { domain, relay, publicUrl, dns }: DomainSetting,
): Promise<DomainFindings> {
  const servers = await listServers(db, relay);
  if (!leavesHouse(servers)) return { leavesHouse: false };
  const keys = (await listDkimKeys(db)).filter(({ retiredAt }) => retiredAt === null);
  const [records, standing, gmailDay] = await Promise.all([
    checkDomain(dns.texts, { domain, keys, servers }),
    checkStanding(dns, { domain, publicUrl, servers }),
    countAcceptedAt(db, gmail, dayHours),
  ]);
  return { leavesHouse: true, records, standing, gmailDay };
}

/** Looks at the domain again when it is time, or when somebody asks, and keeps what was seen. */
export async function lookAtSenderDomain(db: Db, setting: LookSetting): Promise<void> {
  const { domain, relay, now, isAsked = false } = setting;
  const row = await findDomainRow(db, domain);
  const leaves = leavesHouse(await listServers(db, relay));
  const age = row?.checkedAt ? now.getTime() - row.checkedAt.getTime() : Infinity;
  const isFresh =
    age < (problemsOf(row).length > 0 ? amissMs : calmMs) && row?.findings.leavesHouse === leaves;
  if (isFresh && !isAsked) return;
  await writeFindings(db, domain, await examineDomain(db, setting), now);
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
