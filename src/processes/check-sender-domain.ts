import type { InstallCheck } from '../cli/cli-setting.ts';
import { domainOf } from '../delivery/mail-sender.ts';
import { type DomainRecord, isAmiss, recordWeight } from '../delivery/sender-domain/domain-record.ts';
import {
  recordLabels,
  recordTypes,
  recordWords,
  stateWords,
} from '../delivery/sender-domain/record-words.ts';
import {
  type DomainSetting,
  examineDomain,
  findSenderDomain,
} from '../delivery/sender-domain/sender-domain.ts';
import { findPublication } from '../newsletters/publication.ts';
import type { Db } from '../platform/db.ts';

/** What holds digests in counts as wrong until the owner lets them leave; advice never does, and what nobody can see never does. */
function severityOf(record: DomainRecord, isAllowed: boolean): NonNullable<InstallCheck['severity']> {
  if (record.state === 'unknown') return 'unknown';
  if (!isAmiss(record)) return 'good';
  const weight = recordWeight[record.what];
  return weight === 'advice' || (weight === 'proof' && isAllowed) ? 'advice' : 'wrong';
}

function checkOf(record: DomainRecord, isAllowed: boolean): InstallCheck {
  const { what, name, state, found, paste = '' } = record;
  const severity = severityOf(record, isAllowed);
  const words = [
    `${recordLabels[what]}, ${name}: ${stateWords[state].toLowerCase()}.`,
    ...(state === 'good' ? [] : [recordWords(record)]),
    ...(isAllowed && recordWeight[what] === 'proof' && isAmiss(record)
      ? ['The owner lets digests leave all the same.']
      : []),
  ].join(' ');
  const type = recordTypes[what];
  return {
    name: what,
    isGood: severity !== 'wrong',
    severity,
    words,
    record: { name, state, found, ...(type && paste !== '' && { publish: { type, value: paste } }) },
  };
}

/**
 * Asks DNS about the domain of the sender address, as the Deliverability page shows it, and keeps nothing. One line of its own
 * while all mail ends on this machine; nothing before the newsroom has an address.
 */
export async function checkSenderDomain(
  db: Db,
  setting: Omit<DomainSetting, 'domain'>,
): Promise<readonly InstallCheck[]> {
  const publication = await findPublication(db);
  if (!publication) return [];
  const domain = domainOf(publication.senderAddress);
  const [{ leavesHouse, records = [], standing = [] }, row] = await Promise.all([
    examineDomain(db, { ...setting, domain }),
    findSenderDomain(db, domain),
  ]);
  if (leavesHouse !== true) {
    const words = `all mail ends on this machine, so nothing has to be proven about ${domain} yet`;
    return [{ name: 'sender', isGood: true, words }];
  }
  const isAllowed = (row?.allowedBecause ?? null) !== null;
  return [...records, ...standing].map((record) => checkOf(record, isAllowed));
}
