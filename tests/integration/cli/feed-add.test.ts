import { listFeeds } from '../../../src/articles/feeds/feeds.ts';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { listActsOn } from '../../../src/staff/audit.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
beforeAll(() => addSampleNewsroom(database.db));

const url = 'https://lamp.example.org/feed/';

test('a feed is added once, and a worker is woken', async () => {
  const rung: string[] = [];
  const ring = async (bell: string) => {
    rung.push(bell);
  };
  const args = ['feed', 'add', url, '--section', 'town-hall', '--no-pictures', '--json'];
  const added = await runCommand(database.db, args, { ring });
  expect(added.code).toBe(0);
  const { id } = JSON.parse(added.out) as { id: string };
  expect(await listFeeds(database.db)).toMatchObject([
    { publicId: id, url, takesPictures: false, state: 'on' },
  ]);
  expect(rung).toEqual(['feeds']);
  expect(await listActsOn(database.db, `feed ${id}`)).toHaveLength(1);

  const again = await runCommand(database.db, args, { ring });
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('This feed is here already') });
});

test.each([
  [['feed', 'add', 'file:///etc/passwd'], 'Please give an address'],
  [['feed', 'add', url, '--section', 'nowhere'], 'There is no section nowhere'],
  [['feed', 'add', url, '--newsletter', 'nowhere'], 'There is no newsletter nowhere'],
])('%j is one line and exit code 2', async (args, words) => {
  const { code, err } = await runCommand(database.db, args);
  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(err.trim().split('\n')).toHaveLength(1);
});
