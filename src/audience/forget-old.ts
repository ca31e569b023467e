import type { Db } from '../platform/db.ts';
import { forgetInParts } from '../platform/forget.ts';
import {
  deleteOldAddressChanges,
  deleteOldAskedMails,
  deleteOldSessions,
  deleteOldSignIns,
  deleteOldSignUpLinks,
} from './sql/forget.ts';

/** What is over for a reader: links and codes that open nothing any more, sessions that ended. @returns how many rows went */
export async function forgetOldReaderRows(db: Db): Promise<number> {
  let forgotten = 0;
  for (const deleteSome of [
    deleteOldAskedMails,
    deleteOldSignUpLinks,
    deleteOldSignIns,
    deleteOldSessions,
    deleteOldAddressChanges,
  ])
    forgotten += await forgetInParts((limit) => deleteSome(db, limit));
  return forgotten;
}
