import { sql } from 'kysely';
import { buildReleases } from '../../../src/editions/build-release.ts';
import { holdReleases } from '../../../src/editions/hold-releases.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
beforeAll(() => addSampleNewsroom(database.db));

/** Released, and by no means undoable any more. */
async function release(story: string): Promise<void> {
  const { db } = database;
  const create = ['edition', 'create', '--newsletter', 'morning-edition', '--article', story, '--json'];
  const { id } = JSON.parse((await runCommand(db, create)).out);
  expect((await runCommand(db, ['edition', 'send', id, '--no-undo', '--json'])).code).toBe(0);
}

test('what is being sent is paused with its reason, and what is not frozen yet is a draft again', async () => {
  const { db } = database;
  await release('big-agnes-lifts-again');
  expect(await buildReleases(db, 'https://lantern.example.org')).toBe(1);
  await release('the-bell-under-the-stage');

  const hold = () => db.transaction().execute((tx) => holdReleases(tx, 'Restored from a backup'));
  expect(await hold()).toEqual({ paused: 1, drafts: 1 });
  const { rows } = await sql<{ state: string; reason: string | null; isReleased: boolean }>`
    select mailing.state, pause_reason as reason, edition.id is not null as "isReleased"
    from mailing left join edition on edition.mailing_id = mailing.id where not standing order by mailing.id
  `.execute(db);
  expect(rows).toEqual([
    { state: 'paused', reason: 'Restored from a backup', isReleased: true },
    { state: 'undone', reason: null, isReleased: false },
  ]);
  expect(await hold()).toEqual({ paused: 0, drafts: 0 });
  expect(await buildReleases(db, 'https://lantern.example.org')).toBe(0);
});
