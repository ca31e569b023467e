import { runDigests } from '../src/editions/digests/run-digests.ts';
import { watchDigests } from '../src/editions/watch/watch-digests.ts';
import type { EditionSetting } from '../src/editions/release-edition.ts';
import { findPublication } from '../src/newsletters/publication.ts';
import type { Ring } from '../src/platform/bells.ts';
import type { Db } from '../src/platform/db.ts';
import type { Log } from '../src/platform/log.ts';

/** Looks after the automatic editions: the rows say what their hour asks for. An install that is not set up has none. */
export async function lookAfterDigests(
  db: Db,
  setting: EditionSetting,
  { ring, log }: { readonly ring: Ring; readonly log: Log },
): Promise<void> {
  if ((await findPublication(db)) === null) return;
  if ((await runDigests(db, setting, { now: new Date(), log })) > 0) await ring('release');
}

/** Tells the newsroom what stands in the way of an automatic edition, before its hour. */
export async function watchOverDigests(db: Db, setting: EditionSetting, ring: Ring): Promise<void> {
  if ((await findPublication(db)) === null) return;
  if (await watchDigests(db, setting, new Date())) await ring('deliver-urgent');
}
