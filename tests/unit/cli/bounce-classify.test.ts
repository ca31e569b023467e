import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../support/run-command.ts';
import { noBounces } from '../feedback/samples/no-bounces.ts';
import { failed, inFields } from '../feedback/samples/write-mail.ts';

let folder: string;
let bounce: string;
let note: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-bounce-'));
  bounce = join(folder, 'bounce.eml');
  note = join(folder, 'note.eml');
  const groups = [
    failed('550 5.1.1 user unknown', '5.1.1', 'emil@example.test'),
    failed('552 5.2.2 mailbox full', '5.2.2', 'dora@example.test'),
  ];
  await writeFile(bounce, inFields({ groups }));
  await writeFile(note, noBounces.find(([kind]) => kind === 'auto-reply')?.[2] ?? '');
});
afterAll(() => rm(folder, { recursive: true }));

test('a bounce is a line of JSON for each recipient, and another mail is none', async () => {
  const { code, out } = await runCommand(null, ['bounce', 'classify', note, bounce, '--json']);
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      file: bounce,
      recipient: 'emil@example.test',
      status: '5.1.1',
      class: 'address-dead',
      hard: true,
      reason: '550 5.1.1 user unknown',
    },
    {
      file: bounce,
      recipient: 'dora@example.test',
      status: '5.2.2',
      class: 'mailbox-full',
      hard: false,
      reason: '552 5.2.2 mailbox full',
    },
  ]);
});

test('a person reads a table', async () => {
  const { out } = await runCommand(null, ['bounce', 'classify', bounce]);
  expect(out).toMatch(/^emil@example\.test +5\.1\.1 +address-dead +hard 550 5\.1\.1 user unknown$/m);
});

test('a file that cannot be read is one line and exit code 2, and the others are still read', async () => {
  const missing = join(folder, 'missing.eml');
  const { code, out, err } = await runCommand(null, [
    'bounce',
    'classify',
    missing,
    folder,
    bounce,
    '--json',
  ]);
  expect(code).toBe(2);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toContain(`${missing}: there is no such file`);
  expect(out.trimEnd().split('\n')).toHaveLength(2);
});
