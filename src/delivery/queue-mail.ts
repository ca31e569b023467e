import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { type KeyRing, seal } from '../platform/key-ring.ts';
import { composeMail } from './compose-mail.ts';
import { listDkimKeyIds, openDkimSigner } from './dkim-keys.ts';
import { domainOf } from './mail-sender.ts';
import { type SingleMail, scopesOf, singleMailKinds } from './single-mail.ts';
import { addStandingMailing, insertSingleDelivery } from './sql/standing-mailings.ts';

/**
 * Puts one mail into the ledger, in the caller's transaction: the mail and what it speaks of exist together or not at
 * all. Its bytes are final from here on and kept encrypted until it has left, since it may carry a token.
 * The caller rings `deliver-urgent` after the commit; unheard, the sweep finds the row within seconds.
 * @returns whether a mail was added; false when this occasion had one before
 */
export async function queueMail(tx: Db, keys: KeyRing, mail: SingleMail): Promise<boolean> {
  const kind = singleMailKinds[mail.kind];
  const mailingId = await addStandingMailing(tx, {
    kind: mail.kind,
    priority: kind.priority,
    deadlineSeconds: kind.deadlineSeconds,
    scopes: scopesOf(mail.kind),
    sender: mail.sender,
    mailDomain: domainOf(mail.sender.address),
    keyId: keys.currentId,
  });
  const deliveryId = await insertSingleDelivery(tx, { mailingId, priority: kind.priority, ...mail });
  if (deliveryId === null) return false;

  const signer = await openDkimSigner(tx, keys, await listDkimKeyIds(tx, domainOf(mail.sender.address)));
  const bytes = composeMail(keys, { ...mail, deliveryId }, signer);
  await sql`
    insert into delivery_body (delivery_id, sealed_bytes) values (${deliveryId}, ${seal(keys, 'mail body', bytes)})
  `.execute(tx);
  return true;
}
