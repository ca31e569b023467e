import { createDns } from '../src/delivery/sender-domain/look-up.ts';
import { domainOf } from '../src/delivery/mail-sender.ts';
import type { SendingServer } from '../src/delivery/sender-domain/spf-text.ts';
import { lookAtSenderDomain } from '../src/delivery/sender-domain/sender-domain.ts';
import { findPublication } from '../src/newsletters/publication.ts';
import type { Db } from '../src/platform/db.ts';

/** Looks, when it is time, whether receivers can tell that the newsroom's mail is its own. */
export async function lookAtOwnDomain(
  db: Db,
  { relay, publicUrl }: { readonly relay: SendingServer; readonly publicUrl: string },
): Promise<void> {
  const publication = await findPublication(db);
  if (!publication) return;
  await lookAtSenderDomain(db, {
    domain: domainOf(publication.senderAddress),
    relay,
    publicUrl,
    dns: createDns(),
    now: new Date(),
  });
}
