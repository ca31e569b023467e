import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sizeOf } from '../../../src/cli/archive-words.ts';
import type { Archives } from '../../../src/cli/cli-setting.ts';
import { ArchiveProblem } from '../../../src/platform/archive/archive-frames.ts';
import { runCommand } from '../../support/run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-archive-words-'));
afterAll(() => rm(folder, { recursive: true }));
const there = path.join(folder, 'there.doorstep');
writeFileSync(there, 'precious');

const found = {
  file: there,
  bytes: 3_400_000,
  version: '0.1.0',
  madeAt: '2026-11-20T06:00:00.000Z',
  postgres: '18.4',
  tables: 57,
  rows: 1200,
};
const archives: Archives = {
  backUp: () => Promise.resolve(found),
  check: () => Promise.resolve(found),
  restore: (_file, { keepsSending }) =>
    Promise.resolve({ ...found, paused: keepsSending ? 0 : 2, drafts: keepsSending ? 0 : 1 }),
};
const refusing: Archives = {
  ...archives,
  restore: () => Promise.reject(new ArchiveProblem('This is no archive of Doorstep')),
  check: () => Promise.reject(Object.assign(new Error('open'), { code: 'ENOENT' })),
};

test('sizes are told in the unit a person would use', () => {
  expect([0, 999, 3_400_000, 120_000_000_000].map(sizeOf)).toEqual([
    '0 bytes',
    '999 bytes',
    '3.4 MB',
    '120 GB',
  ]);
});

test('a backup says what it holds and that the secret is not in it', async () => {
  const { code, out } = await runCommand(null, ['backup', path.join(folder, 'new.doorstep')], { archives });
  expect(code).toBe(0);
  expect(out).toContain('1200 rows of 57 tables');
  expect(out).toContain('APP_SECRET');
  const json = await runCommand(null, ['backup', there, '--replace', '--json'], { archives });
  expect(JSON.parse(json.out)).toEqual(found);
});

test('a file that is there is not written over by accident', async () => {
  const { code, err } = await runCommand(null, ['backup', there], { archives });
  expect([code, err]).toEqual([2, `${there} is there already; name another file, or add --replace\n`]);
});

test('a restore says what waits for somebody', async () => {
  const { out } = await runCommand(null, ['restore', there], { archives });
  expect(out).toContain('2 paused: somebody may have got the edition since');
  expect(out).toContain('1 that had been released and not begun are drafts again');
  const moved = await runCommand(null, ['restore', there, '--keep-sending'], { archives });
  expect(moved.out).not.toContain('paused');
});

test('what does not fit is one line and exit code 2', async () => {
  const refused = await runCommand(null, ['restore', there], { archives: refusing });
  expect([refused.code, refused.err]).toEqual([2, 'This is no archive of Doorstep\n']);
  const missing = await runCommand(null, ['restore', 'gone', '--check'], { archives: refusing });
  expect([missing.code, missing.err]).toEqual([2, 'gone: there is no such file\n']);
});
