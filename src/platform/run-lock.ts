import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

export type RunLock = { readonly release: () => Promise<void> };

export type RunLockOutcome =
  | { readonly kind: 'taken'; readonly lock: RunLock }
  | { readonly kind: 'busy'; readonly pid: number; readonly what: string };

const lockFile = z.object({ pid: z.int(), port: z.int(), secret: z.string(), what: z.string() });
type LockFile = z.infer<typeof lockFile>;

async function readLock(file: string): Promise<LockFile | null> {
  try {
    return lockFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Asks the holder itself. A pid alone would lie once the number has been given to another program. */
function isHeld({ port, secret }: LockFile): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString();
    });
    socket.on('error', () => resolve(false));
    socket.on('timeout', () => socket.destroy());
    socket.on('close', () => resolve(heard === secret));
  });
}

/**
 * One Doorstep a data folder. The holder keeps a loopback port open that answers with a secret from the lock file, so
 * a lock left behind by a killed process is recognised, whatever its pid does now.
 * @param what says to others what holds the folder, for example `doorstep start`
 */
export async function takeRunLock(dataDir: string, what: string): Promise<RunLockOutcome> {
  await mkdir(dataDir, { recursive: true });
  const file = path.join(dataDir, 'run.json');
  const secret = randomBytes(16).toString('hex');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(secret);
  });
  server.unref();
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
  const own: LockFile = { pid: process.pid, port, secret, what };
  const release = async () => {
    server.close();
    if ((await readLock(file))?.secret === secret) await rm(file, { force: true });
  };

  for (;;) {
    try {
      // `wx` fails when the file is there: of two starts in the same moment, one wins.
      await writeFile(file, JSON.stringify(own), { mode: 0o600, flag: 'wx' });
      return { kind: 'taken', lock: { release } };
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    }
    const other = await readLock(file);
    if (other && (await isHeld(other))) {
      server.close();
      return { kind: 'busy', pid: other.pid, what: other.what };
    }
    await rename(file, `${file}.stale`).catch(() => undefined);
  }
}

/** Who holds the folder now; null when nobody does. */
export async function findRunLock(
  dataDir: string,
): Promise<{ readonly pid: number; readonly what: string } | null> {
  const other = await readLock(path.join(dataDir, 'run.json'));
  return other && (await isHeld(other)) ? { pid: other.pid, what: other.what } : null;
}
