import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import { findRelayAccess } from './relays.ts';
import { ConnectError, connectToRelay } from './smtp-connect.ts';

export type RelayTest =
  | { readonly kind: 'works' }
  | { readonly kind: 'fails'; readonly words: string }
  | { readonly kind: 'unknown' };

/**
 * Connects, secures and signs in as a send would, and hangs up: no mail leaves.
 * @param name our name in EHLO
 */
export async function testRelay(db: Db, keys: KeyRing, id: number, name: string): Promise<RelayTest> {
  const relay = await findRelayAccess(db, keys, id);
  if (relay === null) return { kind: 'unknown' };
  try {
    const connection = await connectToRelay(relay, name);
    connection.quit();
    return { kind: 'works' };
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const where = error.reply?.stage === 'auth' ? 'It did not let us in' : 'It did not take the connection';
    return { kind: 'fails', words: `${where}: ${error.message.slice(0, 300)}` };
  }
}
