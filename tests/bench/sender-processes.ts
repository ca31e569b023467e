import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { packageRoot } from '../../src/platform/package-root.ts';
import { senderNodeOptions } from '../../src/processes/child-process.ts';
import { type BenchDatabase, benchSecret } from './bench-database.ts';

/** The product's own sender process, as `doorstep start` begins it. */
export function startWorker({ url, dataDir }: BenchDatabase, smtpPort: number): ChildProcess {
  return spawn(
    process.execPath,
    [...senderNodeOptions, path.join(packageRoot, 'dist/src/main.js'), 'worker', '--only', 'send'],
    {
      env: {
        ...process.env,
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        APP_SECRET: benchSecret,
        SMTP_URL: `smtp://127.0.0.1:${smtpPort}?connections=32&mails=999`,
        SAMPLE_DATA: '0',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
}

/** Resolves when it sends. @throws when it ends before */
export async function isUp(worker: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('exit', () => reject(new Error('the sender process did not start')));
  });
}

export async function endOf(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    worker.once('exit', resolve);
  });
  worker.kill('SIGTERM');
  await ended;
}
