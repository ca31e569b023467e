import type { Processor } from 'bullmq';
import { readKeptMails } from '../src/feedback/intake/kept-mails.ts';
import type { Db } from '../src/platform/db.ts';
import type { KeyRing } from '../src/platform/key-ring.ts';
import type { Log } from '../src/platform/log.ts';

/** Answers `feedback`: reads the reports that came in. */
export const readReports =
  (db: Db, keys: KeyRing, log: Log, end: AbortSignal): Processor =>
  async () => {
    await readKeptMails(db, keys, log, end);
  };
