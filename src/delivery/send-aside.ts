import { setTimeout } from 'node:timers/promises';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { composeMail } from './compose-mail.ts';
import { listDkimKeyIds, openDkimSigner } from './dkim-keys.ts';
import { domainOf } from './mail-sender.ts';
import { findRelayAccess } from './relays.ts';
import type { SingleMail } from './single-mail.ts';
import { openSmtpSession } from './smtp-session.ts';

const patienceMs = 20_000;
/** It has no row. The number in its Message-ID is beyond those of rows, and another one each time. */
const numberAside = (): number => 2 ** 47 + Date.now();

/**
 * Hands one mail to one mail server here and now, past the ledger. For one purpose alone: telling the newsroom that the way
 * through the ledger may be what has broken. It leaves no row, so it may be lost or come twice.
 * @param name our name in EHLO
 * @returns whether the mail server took it
 */
export async function sendAside(
  db: Db,
  keys: KeyRing,
  { relayId, name, mail }: { readonly relayId: number; readonly name: string; readonly mail: SingleMail },
): Promise<boolean> {
  const relay = await findRelayAccess(db, keys, relayId);
  if (relay === null) return false;
  const signer = await openDkimSigner(db, keys, await listDkimKeyIds(db, domainOf(mail.sender.address)));
  const bytes = composeMail(keys, { ...mail, deliveryId: numberAside() }, signer);
  const handOver = async (): Promise<boolean> => {
    const session = await openSmtpSession(relay, name);
    // Too slow is as good as not at all, and the connection is not left behind.
    const late = setTimeout(patienceMs, null, { ref: false }).then(() => session.destroy());
    const outcome = await session.handOver({ from: mail.sender.address, to: mail.to.address }, bytes);
    session.close();
    void late;
    return outcome.kind === 'accepted';
  };
  const tooLate = setTimeout(patienceMs, false, { ref: false });
  return Promise.race([handOver().catch(() => false), tooLate]);
}
