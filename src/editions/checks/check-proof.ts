import { domainOf } from '../../delivery/mail-sender.ts';
import { findSenderDomain, problemsOf } from '../../delivery/sender-domain/sender-domain.ts';
import type { Publication } from '../../newsletters/publication.ts';
import type { Db } from '../../platform/db.ts';
import type { Check } from './check.ts';

/** Mail to real addresses whose sender nobody can prove is refused or hidden by large providers, and spoils the name for later. */
export async function checkProof(db: Db, { senderAddress }: Publication): Promise<Check[]> {
  const domain = domainOf(senderAddress);
  const row = await findSenderDomain(db, domain);
  const names = problemsOf(row).map(({ what, name }) => `${what.toUpperCase()} at ${name}`);
  if (names.length === 0) return [];
  const isAllowed = row?.allowedBecause !== null;
  return [
    {
      severity: isAllowed ? 'warning' : 'blocking',
      code: isAllowed ? 'sender-not-proven' : 'sender-unproven',
      message: isAllowed
        ? `It leaves although nobody can prove that mail is from ${domain}: ${names.join(', ')}. ${row?.allowedBy ?? ''} said so.`
        : `Nobody can prove that mail is from ${domain}: look at ${names.join(', ')}. Delivery, Deliverability says what to publish; the owner can let it leave all the same.`,
    },
  ];
}
