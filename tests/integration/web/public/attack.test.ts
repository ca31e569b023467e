import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { findAlarm } from '../../../../src/audience/guard/alarm.ts';
import { readSignUpSetting, saveSignUpSetting } from '../../../../src/audience/guard/sign-up-setting.ts';
import { join } from '../../../../src/membership/join.ts';
import { createApp } from '../../../../src/web/app.ts';
import { solvePuzzle } from '../../../../templates/assets/solve-puzzle.ts';
import { useApp } from '../../../support/use-app.ts';
import { hiddenValue, signUpInStory, story } from './sign-up-form.ts';

const app = useApp();
const atOnce = 16;
const addressOf = (n: number): string => `target${n}@example.test`;
const networkOf = (n: number): string => `203.0.113.${n}`;

let server: Server;
const keepAlive = new Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  server = createServer(createApp(app.setting));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  keepAlive.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

type Post = { readonly fields: Record<string, string>; readonly network: string; readonly isScript: boolean };

/** One post, as cheaply as a machine would make it. @returns what came of it, in a word */
function post({ fields, network, isScript }: Post): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Forwarded-For': network,
    Accept: isScript ? 'application/json' : 'text/html',
  };
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/signup', method: 'POST', agent: keepAlive, headers };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isTaken = response.statusCode === 303 || body.includes('"message"');
        if (isTaken) resolve('taken');
        else if (response.statusCode === 429) resolve('too many');
        else if (body.includes('"bits"')) resolve('puzzle');
        else resolve(body.includes('Is this your address?') ? 'button' : `${response.statusCode}`);
      });
    });
    sent.on('error', reject);
    sent.end(new URLSearchParams(fields).toString());
  });
}

/** Runs so many acts, sixteen at a time, and counts what came of them. */
async function flood(acts: number, act: (n: number) => Promise<string>): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < acts) {
      const n = next;
      next += 1;
      const outcome = await act(n);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}

async function countMails(): Promise<{ all: number; mostToOne: number }> {
  const { rows } = await sql<{ all: number; mostToOne: number }>`
    select coalesce(sum(mails), 0)::integer as all, coalesce(max(mails), 0)::integer as "mostToOne"
    from (select count(*) as mails from delivery group by address_key) as each
  `.execute(app.db);
  return rows[0] ?? { all: 0, mostToOne: 0 };
}

test('10,000 sign-ups over 1,000 addresses and 50 networks stay within the mail limit, and a reader still gets through', async () => {
  const { alarmFloor } = await readSignUpSetting(app.db);
  const before = await countMails();
  const page = await app.visitor().get(story);
  const facts = hiddenValue(page.text, 'facts');

  // Half of them with a signed field that was copied from a page, the rest without; most by script, a tenth by page.
  const outcomes = await flood(10_000, (n) => {
    const isCopied = (Math.floor(n / 50) + Math.floor(n / 1000)) % 2 === 0;
    const fields = { email: addressOf(n % 1000), newsletter: 'morning-edition', ...(isCopied && { facts }) };
    return post({ fields, network: networkOf(1 + (n % 50)), isScript: Math.floor(n / 50) % 10 > 0 });
  });
  const after = await countMails();
  const mails = after.all - before.all;
  console.log(`the flood: ${JSON.stringify({ ...outcomes, mails, mostToOneAddress: after.mostToOne })}`);

  const { taken = 0, button = 0, puzzle = 0, 'too many': tooMany = 0 } = outcomes;
  expect(taken + button + puzzle + tooMany).toBe(10_000);
  expect(mails).toBe(taken);
  expect(mails).toBeGreaterThan(0);
  // What was under way when the alarm was raised still went.
  expect(mails).toBeLessThanOrEqual(alarmFloor + atOnce);
  expect(after.mostToOne).toBeLessThanOrEqual(3);
  expect(await findAlarm(app.db)).not.toBeNull();

  const reader = app.visitor();
  const email = 'reader@example.test';
  const asked = await signUpInStory(reader, { email }, 'application/json');
  const work = await solvePuzzle(asked.body.facts, email, asked.body.bits);
  const done = await signUpInStory(reader, { email, facts: asked.body.facts, work }, 'application/json');
  expect(done.body.message).toContain(email);
}, 600_000);

test('a machine that works for every sign-up is held by its networks', async () => {
  await saveSignUpSetting(app.db, { ...(await readSignUpSetting(app.db)), proofOfWork: true, workBits: 8 });
  await sql`delete from signup_alarm`.execute(app.db);
  await sql`delete from asked_mail`.execute(app.db);
  await sql`delete from rate_limit`.execute(app.db);
  const before = await countMails();
  const facts = hiddenValue((await app.visitor().get(story)).text, 'facts');
  const outcomes = await flood(400, async (n) => {
    const email = addressOf(2000 + (n % 200));
    const work = await solvePuzzle(facts, email, 8);
    const fields = { email, newsletter: 'morning-edition', facts, work };
    return post({ fields, network: networkOf(100 + (n % 10)), isScript: true });
  });
  const mails = (await countMails()).all - before.all;
  console.log(`the worker: ${JSON.stringify({ ...outcomes, mails })}`);
  // Ten networks, ten posts each within ten minutes.
  expect(outcomes).toEqual({ taken: 100, 'too many': 300 });
  expect(mails).toBeLessThanOrEqual(100);
});

test('below the limits by network, an address gets three mails, however many ask at once', async () => {
  const form = { newsletters: ['morning-edition'], form: 'article', words: 'as shown' };
  await flood(
    300,
    async (n) => (await join(app.db, app.setting, { ...form, email: addressOf(9000 + (n % 20)) })).kind,
  );
  const { rows } = await sql<{ mails: number }>`
    select count(*) as mails from delivery where address_key like 'target90__@%' group by address_key
  `.execute(app.db);
  expect(rows).toHaveLength(20);
  for (const { mails } of rows) expect(mails).toBe(3);
});
