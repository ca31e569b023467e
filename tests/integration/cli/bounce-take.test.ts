import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  complaintReport,
  deliveryReport,
  mailDomain,
  sendDigestTo,
  suppressionsOf,
  vacationNote,
} from '../../support/feedback.ts';
import { runCommand } from '../../support/run-command.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doorstep-bounces-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(name: string, mail: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, mail);
  return file;
}

const take = (...args: string[]) => runCommand(database.db, ['bounce', 'take', ...args]);

test('saved bounces are taken in by bounce address and by recipient, each once', async () => {
  const emil = await sendDigestTo(database.db, 'emil@example.test');
  await sendDigestTo(database.db, 'ben@example.test', { recipientId: 2 });
  const byAddress = await save('a.eml', deliveryReport({ to: emil.bounceAddress, recipient: emil.address }));
  const byName = await save(
    'b.eml',
    deliveryReport({ to: 'news@example.org', recipient: 'ben@example.test' }),
  );
  const first = await take(byAddress, byName);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('emil@example.test: kept back from now on');
  expect(first.out).toContain('ben@example.test: kept back from now on');
  for (const address of ['emil@example.test', 'ben@example.test'])
    expect(await suppressionsOf(database.db, address)).toMatchObject([{ reason: 'dead address' }]);
  expect((await take(byAddress)).out).toContain('taken in before');
});

test('what is no bounce, came to a forged address, or is about strangers is said so', async () => {
  const forged = `b-${'a'.repeat(26)}@bounce.${mailDomain}`;
  const files = [
    await save('c.eml', vacationNote({ to: 'news@example.org', from: 'ada@example.test' })),
    await save('d.eml', deliveryReport({ to: forged, recipient: 'emil@example.test' })),
    await save('e.eml', deliveryReport({ to: 'news@example.org', recipient: 'stranger@example.test' })),
    await save('f.eml', ''),
  ];
  const { code, out } = await take(...files);
  expect(code).toBe(0);
  expect(out.split('\n').map((line) => line.split(': ').slice(1).join(': '))).toEqual([
    'no bounce and no complaint',
    'came to a bounce address that is not ours: nothing was done',
    'about no mail of ours of the last 90 days',
    'no bounce and no complaint',
    '',
  ]);
});

test('a complaint and JSON: one object a line', async () => {
  const cleo = await sendDigestTo(database.db, 'cleo@example.test', { recipientId: 3 });
  const returned = [`Message-ID: ${cleo.messageId}`];
  const file = await save('g.eml', complaintReport({ to: 'news@example.org', returned }));
  const { out } = await take('--json', file);
  expect(JSON.parse(out)).toEqual({
    file,
    outcome: 'taken',
    address: 'cleo@example.test',
    effect: 'suppressed',
  });
});

test('a file that is not there ends the command with code 2 after the others were taken in', async () => {
  const dora = await sendDigestTo(database.db, 'dora@example.test', { recipientId: 4 });
  const file = await save('h.eml', deliveryReport({ to: dora.bounceAddress, recipient: dora.address }));
  const { code, err } = await take(path.join(folder, 'missing.eml'), file);
  expect(code).toBe(2);
  expect(err).toContain('there is no such file');
  expect(await suppressionsOf(database.db, 'dora@example.test')).toHaveLength(1);
});
