import type { Processor } from 'bullmq';
import { type LookSetting, lookAtDueFeeds } from '../src/articles/feeds/look-at-feeds.ts';
import { findPublication } from '../src/newsletters/publication.ts';
import type { Db } from '../src/platform/db.ts';

/** Answers `feeds`, which a scheduler rings, and every site that has something new. */
export const lookAtFeeds =
  (db: Db, setting: LookSetting): Processor =>
  async () => {
    if (await findPublication(db)) await lookAtDueFeeds(db, setting);
  };
