import type { Processor } from 'bullmq';
import { buildReleases } from '../src/editions/build-release.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';

/** Answers `release`: renders and freezes what was released, then rings for the senders. */
export const release =
  (db: Db, publicUrl: string, ring: Ring): Processor =>
  async () => {
    const built = await buildReleases(db, publicUrl);
    if (built > 0) await ring('deliver');
  };
