import { execFile } from 'node:child_process';
import { readFile, readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const patienceMs = { server: 10_000, backends: 3000 };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A pid may have been given to another program since, even to a server of another folder. */
async function isServerOf(folder: string, pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const args =
    stdout || (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  return args.includes('postgres') && args.includes(` ${folder} `);
}

/** A server that outlived the process that started it. @throws when it does not end */
async function endServer(folder: string): Promise<void> {
  const [first] = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid) || !(await isServerOf(folder, pid))) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; await isServerOf(folder, pid); waited += 50) {
    if (waited > patienceMs.server)
      throw new Error(`the PostgreSQL server ${pid} in ${folder} does not end; end it by hand`);
    await pause(50);
  }
}

/** Processes of a server that was killed: they stand in its folder. Only Linux tells; elsewhere they are waited for. */
async function findBackends(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const found: number[] = [];
  for (const pid of pids) {
    const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    if (standsIn !== folder) continue;
    const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (command.startsWith('postgres')) found.push(pid);
  }
  return found;
}

/**
 * They leave by themselves, but one that waits for a slow disk keeps the shared memory, and with it the next start, for
 * as long. Nothing is lost by ending it: what was committed is in the log of the database, and the next start replays it.
 */
async function endBackends(folder: string): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    const pids = await findBackends(folder);
    if (pids.length === 0) return;
    if (waited > patienceMs.backends) {
      for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL');
    }
    // One in uninterruptible sleep does not leave even so; the start that follows fails, says why and is tried again.
    if (waited > 2 * patienceMs.backends) return;
    await pause(50);
  }
}

/**
 * Ends what still runs of an earlier PostgreSQL in this folder; does nothing when its pid file is merely stale.
 * @throws when a server does not end within 10 s
 */
export async function endLeftovers(folder: string): Promise<void> {
  await endServer(folder);
  const real = await realpath(folder).catch(() => null);
  if (real !== null) await endBackends(real);
}
