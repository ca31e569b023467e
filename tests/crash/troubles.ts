import type { ChildProcess } from 'node:child_process';
import { readReceipt } from '../../src/delivery/receipt.ts';
import type { BenchDatabase } from '../bench/bench-database.ts';
import type { CrashPlan } from './crash-run.ts';
import { type Link, startLink } from './link.ts';
import { type Sink, exitOf, isBusy, pause, startSender } from './processes.ts';

type Stage = { readonly database: BenchDatabase; readonly sink: Sink; readonly mailingId: number };

/** Makes trouble until the send is over. @returns how often it happened */
type MakeTrouble = (plan: CrashPlan, stage: Stage) => Promise<number>;

async function isOver({ database, mailingId }: Stage): Promise<boolean> {
  const { waiting, attempting } = await readReceipt(database.db, mailingId);
  return waiting + attempting === 0;
}

/** Senders that are there, whatever the trouble does to them; in the end they stop in order. */
async function withSenders(
  count: number,
  stage: Stage,
  act: (senders: ChildProcess[]) => Promise<number>,
): Promise<number> {
  const senders = Array.from({ length: count }, () => startSender(stage.database, stage.sink));
  try {
    return await act(senders);
  } finally {
    for (const sender of senders) {
      sender.kill('SIGCONT');
      sender.kill('SIGTERM');
    }
    await Promise.all(senders.map(exitOf));
  }
}

async function untilOver(stage: Stage): Promise<void> {
  while (!(await isOver(stage).catch(() => false))) await pause(500);
}

const killSenders: MakeTrouble = (plan, stage) =>
  withSenders(plan.senders, stage, async (senders) => {
    let times = 0;
    while (!(await isOver(stage))) {
      await pause(50 + Math.random() * 250);
      const at = Math.floor(Math.random() * senders.length);
      const victim = senders[at];
      if (times >= plan.times || !victim || !(await isBusy(stage.database, victim))) continue;
      victim.kill('SIGKILL');
      await exitOf(victim);
      times += 1;
      senders[at] = startSender(stage.database, stage.sink);
    }
    return times;
  });

/** Longer than the lease: others declare it gone, and it wakes up in the middle of its dialogues. */
const freezeMs = 75_000;

const freezeSenders: MakeTrouble = (plan, stage) =>
  withSenders(plan.senders, stage, async (senders) => {
    let times = 0;
    while (times < plan.times && !(await isOver(stage))) {
      await pause(200);
      const sleeper = senders[times % senders.length];
      if (!sleeper || !(await isBusy(stage.database, sleeper))) continue;
      sleeper.kill('SIGSTOP');
      times += 1;
      await pause(freezeMs);
      sleeper.kill('SIGCONT');
    }
    await untilOver(stage);
    return times;
  });

/** One sender and its database stand on two sides of a network of ours. */
async function withDistantSender(
  plan: CrashPlan,
  stage: Stage,
  delayMs: number,
  act: (distant: ChildProcess, link: Link) => Promise<number>,
): Promise<number> {
  const there = new URL(stage.database.url);
  const link = await startLink(Number(there.port), delayMs);
  there.port = String(link.port);
  const distant = startSender({ ...stage.database, url: there.href }, stage.sink);
  try {
    return await withSenders(plan.senders - 1, stage, () => act(distant, link));
  } finally {
    link.mend();
    distant.kill('SIGTERM');
    await exitOf(distant);
    link.end();
  }
}

/** Its dialogues go on while nothing reaches the database for longer than the lease. */
const cutOff: MakeTrouble = (plan, stage) =>
  withDistantSender(plan, stage, 0, async (distant, link) => {
    let times = 0;
    while (times < plan.times && !(await isOver(stage))) {
      await pause(50);
      if (!(await isBusy(stage.database, distant))) continue;
      link.cut();
      times += 1;
      await pause(freezeMs);
      link.mend();
    }
    await untilOver(stage);
    return times;
  });

/** Every statement of one sender takes as long as it does to another country and back. */
const slowLink: MakeTrouble = (plan, stage) =>
  withDistantSender(plan, stage, 40, async (distant) => {
    let times = 0;
    while (!(await isOver(stage))) {
      await pause(100);
      if (await isBusy(stage.database, distant)) times = 1;
    }
    return times;
  });

const crashDatabase: MakeTrouble = (plan, stage) =>
  withSenders(plan.senders, stage, async (senders) => {
    let times = 0;
    while (times < plan.times && !(await isOver(stage))) {
      await pause(50 + Math.random() * 150);
      if (!(await isBusy(stage.database, ...senders))) continue;
      await stage.database.crash();
      times += 1;
      await pause(1500);
    }
    await untilOver(stage);
    return times;
  });

const takeRelayAway: MakeTrouble = (plan, stage) =>
  withSenders(plan.senders, stage, async (senders) => {
    let times = 0;
    while (times < plan.times && !(await isOver(stage))) {
      await pause(50 + Math.random() * 150);
      if (!(await isBusy(stage.database, ...senders))) continue;
      await stage.sink.beDownFor(2000);
      times += 1;
      await pause(3000);
    }
    await untilOver(stage);
    return times;
  });

/** The sink makes it: it records a mail and hangs up. */
const loseReplies: MakeTrouble = (plan, stage) =>
  withSenders(plan.senders, stage, async () => {
    await untilOver(stage);
    return 0;
  });

/** Every step of a hand-over at which a process can die, one sender after another. */
export const failPoints = [
  'before the window is sent',
  'after the window is sent',
  'before MAIL',
  'in the middle of a body',
  'after the final dot',
  'after the reply, before its commit',
] as const;

const failAtPoints: MakeTrouble = async (plan, stage) => {
  let times = 0;
  while (times < plan.times && !(await isOver(stage))) {
    const point = failPoints[times % failPoints.length];
    const victim = startSender(stage.database, stage.sink, `${point}:${3 + Math.floor(Math.random() * 30)}`);
    const died = exitOf(victim).then(() => true);
    while (!(await Promise.race([died, pause(500).then(() => false)]))) if (await isOver(stage)) break;
    victim.kill('SIGTERM');
    await died;
    if (victim.signalCode === 'SIGKILL') times += 1;
  }
  return withSenders(plan.senders, stage, async () => {
    await untilOver(stage);
    return times;
  });
};

export const troubles = {
  kill: killSenders,
  'fail points': failAtPoints,
  freeze: freezeSenders,
  'cut off': cutOff,
  'slow link': slowLink,
  database: crashDatabase,
  'relay down': takeRelayAway,
  'lost replies': loseReplies,
} satisfies Record<string, MakeTrouble>;

export type Trouble = keyof typeof troubles;
