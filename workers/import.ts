import type { Processor } from 'bullmq';
import type { Db } from '../src/platform/db.ts';
import type { KeyRing } from '../src/platform/key-ring.ts';
import { runImports } from '../src/transfer/run-import.ts';

/** Answers `import`: runs every list that somebody started. */
export const importReaders =
  (db: Db, keys: KeyRing): Processor =>
  async () => {
    await runImports(db, keys);
  };
