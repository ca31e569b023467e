import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningProduct } from '../cli/cli-setting.ts';
import type { Config } from '../config.ts';
import { findRunLock } from '../platform/run-lock.ts';

const startPatienceMs = 60_000;

const isReady = (publicUrl: string): Promise<boolean> =>
  fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  );

async function waitUntilReady({ publicUrl }: Config, hasEnded: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + startPatienceMs;
  while (!(await isReady(publicUrl))) {
    if (hasEnded()) throw new Error('doorstep start ended before it was ready');
    if (Date.now() > giveUpAt)
      throw new Error(`${publicUrl}/readyz is not good within ${startPatienceMs / 1000} s`);
    await pause(100);
  }
}

/**
 * The Doorstep that runs in this data folder, or one started now and stopped afterwards.
 * @param entry the program's own file
 */
export async function reachProduct(config: Config, entry: string): Promise<RunningProduct> {
  if ((await findRunLock(config.dataDir))?.what === 'doorstep start') {
    await waitUntilReady(config, () => false);
    return { isOurs: false, letGo: () => Promise.resolve() };
  }
  if (await isReady(config.publicUrl)) {
    throw new Error(
      `${config.publicUrl} is served from another data folder: set DATA_DIR to that one, or PORT to a free port`,
    );
  }
  const child = spawn(process.execPath, [entry, 'start'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const letGo = async () => {
    if (hasEnded()) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  try {
    await waitUntilReady(config, hasEnded);
    return { isOurs: true, letGo };
  } catch (error) {
    await letGo();
    throw error;
  }
}
