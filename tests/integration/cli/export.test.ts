import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { sheets } from '../../../src/transfer/everything/sheets.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
let folder = '';

beforeAll(async () => {
  await addSampleNewsroom(database.db);
  folder = await mkdtemp(path.join(tmpdir(), 'doorstep-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('everything goes out in one folder, counted, without a secret', async () => {
  const { db } = database;
  await sql`update subscriber set name = '=1+1' where id = (select min(id) from subscriber)`.execute(db);
  const to = path.join(folder, 'all');
  const ended = await runCommand(db, ['export', to, '--json']);
  expect(ended).toMatchObject({ code: 0, err: '' });
  const said = JSON.parse(ended.out) as { files: Array<{ file: string; lines: number }>; pictures: number };
  expect(said.files.map(({ file }) => file)).toEqual(sheets.map(({ file }) => file));

  const read = (file: string) => readFile(path.join(to, file), 'utf8');
  const counts = await sql<{ readers: number; subscriptions: number; pictures: number }>`
    select (select count(*) from subscriber) as readers, (select count(*) from subscription) as subscriptions,
      (select count(*) from media) as pictures
  `.execute(db);
  const linesOf = (file: string) => said.files.find((each) => each.file === file)?.lines;
  expect({
    readers: linesOf('readers.csv'),
    subscriptions: linesOf('subscriptions.csv'),
    pictures: said.pictures,
  }).toEqual(counts.rows[0]);
  expect(await read('readers.csv')).toContain(",'=1+1,");
  const stories = (await read('stories.jsonl')).trimEnd().split('\n');
  const story = JSON.parse(stories[0] ?? '') as { picture: string; blocks: unknown[] };
  expect(story.blocks.length).toBeGreaterThan(0);
  expect((await readdir(path.join(to, 'pictures'))).some((name) => name.startsWith(story.picture))).toBe(
    true,
  );
  expect(await read('READ-ME.txt')).toContain('readers.csv: every reader');
  const all = await Promise.all(sheets.map(({ file }) => read(file)));
  expect(all.join('')).not.toMatch(/token_hash|password|key_hash|sealed/i);
});

test('a folder with something in it, or a file in its place, is left alone', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, 'mine');
  for (const place of [folder, file]) {
    const ended = await runCommand(database.db, ['export', place]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(place);
  }
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test('many pages are one file, and the lines of one reader stay together', async () => {
  const { db } = database;
  await sql`
    insert into subscriber (public_id, address, address_key)
    select 'many' || n, 'many' || n || '@example.test', 'many' || n || '@example.test' from generate_series(1, 4500) n
  `.execute(db);
  await sql`
    insert into subscription (subscriber_id, newsletter_id, state, rhythm)
    select subscriber.id, newsletter.id, 'active', 'daily' from subscriber, newsletter where public_id like 'many%'
  `.execute(db);
  const to = path.join(folder, 'many');
  expect((await runCommand(db, ['export', to])).code).toBe(0);
  const lines = (await readFile(path.join(to, 'subscriptions.csv'), 'utf8')).trimEnd().split('\r\n');
  const { rows } = await sql<{ n: number }>`select count(*) as n from subscription`.execute(db);
  expect(lines.length - 1).toBe(rows[0]?.n);
  expect(new Set(lines).size).toBe(lines.length);
});
