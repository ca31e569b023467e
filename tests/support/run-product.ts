import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../src/platform/package-root.ts';
import { findFreePort } from '../../src/platform/free-port.ts';

const ownEntry = path.join(packageRoot, 'dist/src/main.js');

/** How long a start may take here, under a busy machine; the aim on an idle one is 8 s. */
const startPatienceMs = 60_000;

/** How long an orderly stop may take; one that hangs ends its test with a signal in place of a code. */
const stopPatienceMs = 40_000;

export type Account = { readonly uid: number; readonly gid: number };

export type ProductOptions = {
  /** Beside those of a plain start. An empty value counts as not set. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program's own file: another build of the product. */
  readonly entry?: string | undefined;
  /** The account it runs under; ours unless told. */
  readonly account?: Account | undefined;
};

/** How a program of ours ended, and what it said. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

export type Product = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  /** Pids of its own processes by what they do, e.g. `web`, `send`, `build`, `postgres`. */
  readonly pidsOf: (part: ProductPart) => readonly number[];
  /** Looks until it holds. @throws with the words and with what the product said when it does not in time */
  readonly until: (words: string, holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** A command of the product beside the running one, in the same folder. */
  readonly doorstep: (...args: string[]) => Promise<Ended>;
  /** SIGTERM, then the end. */
  readonly stop: () => Promise<Ended>;
  readonly ended: Promise<Ended>;
};

export type ProductPart = 'web' | 'send' | 'build' | 'postgres';

const commandOf: Readonly<Record<ProductPart, RegExp>> = {
  web: /main\.js web/,
  send: /main\.js worker --only send/,
  build: /main\.js worker --only build/,
  postgres: /postgres -D/,
};

type Row = { readonly pid: number; readonly parent: number; readonly command: string };

function listProcesses(): readonly Row[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || command === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** The direct children of a process of ours. */
const childrenOf = (pid: number): readonly Row[] => listProcesses().filter((row) => row.parent === pid);

/** True while the process is there and is not merely waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

/** Looks until it holds. @throws with the words when it does not in time */
export async function until(
  words: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = startPatienceMs,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`${words}: not within ${patienceMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

/** Only what a shell would give; nothing that a test run happens to have set. */
function environmentOf(port: number, dataDir: string, env: ProductOptions['env']): NodeJS.ProcessEnv {
  const { PATH, LANG, TZ } = process.env;
  return { PATH, LANG, TZ, PORT: String(port), DATA_DIR: dataDir, WORKERS: '2', LOG_LEVEL: 'error', ...env };
}

type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly said: { out: string; err: string };
};

function startProgram(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  account: Account | undefined,
  entry = ownEntry,
): Started {
  if (!existsSync(entry)) throw new Error('dist/ is missing: npm run build makes it');
  const child = spawn(process.execPath, [entry, ...args], {
    env,
    ...account,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code) => {
      // Grandchildren may hold the pipes a moment longer; what the program itself said has arrived.
      setImmediate(() => resolve({ code, ...said }));
    });
  });
  return { child, ended, said };
}

/** Runs one command of the product to its end. */
export async function runDoorstep(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  account?: Account,
): Promise<Ended> {
  const { PATH } = process.env;
  return startProgram(args, { PATH, ...env }, account).ended;
}

/** A folder for the product to keep its data in, which other accounts may enter. */
function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-system-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the built product in a folder and waits until it has said its four lines and is ready. */
async function startProduct(folder: string, options: ProductOptions = {}): Promise<Product> {
  const port = Number(options.env?.['PORT'] ?? (await findFreePort()));
  const dataDir = path.join(folder, 'data');
  if (options.account) await chown(folder, options.account.uid, options.account.gid);
  const env = environmentOf(port, dataDir, options.env);
  const { child, ended, said } = startProgram(['start'], env, options.account, options.entry);
  const { pid } = child;
  if (pid === undefined) throw new Error('the product did not start');
  const url = `http://127.0.0.1:${port}`;

  await until(`the product is ready (it said: ${said.out}${said.err})`, async () => {
    if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}: ${said.err}`);
    return said.out.includes('Stop   Ctrl-C\n') && (await isReady(url));
  }).catch(async (error: unknown) => {
    child.kill('SIGTERM');
    await ended;
    throw error;
  });

  return {
    url,
    port,
    dataDir,
    pid,
    out: () => said.out,
    err: () => said.err,
    pidsOf: (part) => childrenOf(pid).flatMap((row) => (commandOf[part].test(row.command) ? [row.pid] : [])),
    until: async (words, holds) =>
      until(words, holds).catch((error: unknown) => {
        throw new Error(`${String(error)}; it said: ${said.out}${said.err}`, { cause: error });
      }),
    doorstep: async (...args) => startProgram(args, env, options.account, options.entry).ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return ended;
      child.kill('SIGTERM');
      const tooLate = setTimeout(() => {
        for (const row of childrenOf(pid)) process.kill(row.pid, 'SIGKILL');
        child.kill('SIGKILL');
      }, stopPatienceMs);
      return ended.finally(() => clearTimeout(tooLate));
    },
    ended,
  };
}

export type ProductForTests = {
  /** Starts another one, in its own folder unless told; it is stopped after the tests of this file. */
  readonly start: (options?: ProductOptions & { readonly folder?: string }) => Promise<Product>;
  readonly folder: () => string;
};

/** Products of one test file: whatever is still running afterwards is stopped, and the folders go. */
export function useProducts(): ProductForTests {
  const running: Product[] = [];
  const folders: string[] = [];
  const folder = () => {
    const made = makeFolder();
    folders.push(made);
    return made;
  };
  afterAll(async () => {
    await Promise.all(running.map((product) => product.stop()));
    await Promise.all(folders.map((made) => rm(made, { recursive: true, force: true })));
  });
  return {
    folder,
    async start({ folder: given, ...options } = {}) {
      const product = await startProduct(given ?? folder(), options);
      running.push(product);
      return product;
    },
  };
}

/** A pid of the part that is running now. @throws when there is none */
export function onePid(product: Product, part: ProductPart): number {
  const [pid] = product.pidsOf(part);
  if (pid === undefined) throw new Error(`no process of ${part} runs`);
  return pid;
}

/** The account `nobody`, which root may hand the product to; null when we are not root or there is none. */
export async function ordinaryAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const numberOf = (flag: string) =>
    new Promise<number | null>((resolve) => {
      execFile('id', [flag, 'nobody'], (error, stdout) => resolve(error ? null : Number(stdout)));
    });
  const [uid, gid] = await Promise.all([numberOf('-u'), numberOf('-g')]);
  return uid === null || gid === null ? null : { uid, gid };
}
