import { publishDueDrafts } from '../src/articles/drafts/publish-draft.ts';
import type { Db } from '../src/platform/db.ts';
import type { Log } from '../src/platform/log.ts';

/** Brings out the stories whose time has come. Where there are any, automatic editions are looked after at once. */
export async function publishDueStories(
  db: Db,
  log: Log,
  lookAfterDigests: () => Promise<void>,
): Promise<void> {
  const published = await publishDueDrafts(db, new Date(), (error, draft) =>
    log.error({ err: error, draft }, 'a story could not be published at its time; another try follows'),
  );
  if (published > 0) await lookAfterDigests();
}
