import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addSampleNewsroom } from '../../../src/sample/add-sample-newsroom.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
let folder = '';

beforeAll(async () => {
  await addSampleNewsroom(database.db);
  folder = await mkdtemp(path.join(tmpdir(), 'doorstep-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCommand(database.db, ['subscribers', ...args]);

async function file(text: string): Promise<string> {
  const name = path.join(folder, 'list.csv');
  await writeFile(name, text);
  return name;
}

test('a dry run counts, a run imports, and an undo takes it back', async () => {
  const list = await file('E-Mail;Wann\nlin.newly@example.test;2024-01-01\nnowhere;\n');
  const problems = path.join(folder, 'problems.csv');
  const dry = await run(
    'import',
    list,
    '--newsletter',
    'weekend',
    '--dry-run',
    '--json',
    '--problems',
    problems,
  );
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: true,
    source: null,
    rows: 2,
    subscribed: 1,
    refused: 1,
  });
  expect(await readFile(problems, 'utf8')).toBe(
    'E-Mail,Wann,not imported because\r\nnowhere,,This is no e-mail address\r\n',
  );
  expect((await run('export')).out).not.toContain('lin.newly@example.test');

  const real = await run('import', list, '--newsletter', 'weekend', '--column', 'joinedAt=Wann', '--json');
  const { id } = JSON.parse(real.out);
  expect((await run('export')).out).toContain('lin.newly@example.test');

  expect((await run('undo-import', id)).out).toContain('1 readers removed');
  expect((await run('export')).out).not.toContain('lin.newly@example.test');
  expect(await run('undo-import', id)).toMatchObject({ code: 2 });
});

test.each([
  [['--newsletter', 'nothing'], 'Please choose the newsletters'],
  [['--newsletter', 'weekend', '--column', 'email=Nowhere'], 'There is no column'],
  [['--newsletter', 'weekend', '--column', 'shoe=E-Mail'], '--column wants'],
  [['--newsletter', 'weekend', '--paid-tier', 'gold'], 'There is no paid subscription gold'],
])('%j is refused in one line', async (args, words) => {
  const said = await run('import', await file('E-Mail\nlin.newly@example.test\n'), ...args);
  expect(said.code).toBe(2);
  expect(said.err).toContain(words);
});

test('a file that is not there says so', async () => {
  const said = await run('import', path.join(folder, 'missing.csv'), '--newsletter', 'weekend');
  expect(said).toMatchObject({ code: 2 });
  expect(said.err).toContain('there is no such file');
});
