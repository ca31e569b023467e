import { Readable } from 'node:stream';
import type { Archives, CliSetting, InstallCheck, RunningProduct } from '../../src/cli/cli-setting.ts';
import { createProgram } from '../../src/cli/program.ts';
import { runProgram } from '../../src/cli/run-program.ts';
import type { Bell } from '../../src/platform/bells.ts';
import type { Db } from '../../src/platform/db.ts';
import type { GuardedFetch } from '../../src/platform/fetch-guarded.ts';
import { testKeys } from './use-database.ts';

export type Said = { readonly code: number; readonly out: string; readonly err: string };

export type CommandOptions = {
  readonly input?: string | Uint8Array;
  readonly isWatched?: boolean;
  readonly checks?: readonly InstallCheck[];
  readonly archives?: Archives;
  readonly ring?: (bell: Bell) => Promise<void>;
  readonly fetchOutside?: GuardedFetch;
};

const notHere = (): Promise<RunningProduct> => Promise.reject(new Error('no product runs in this test'));

/** Runs a command as the program does, on a database of the test; without one it must not get that far. */
export async function runCommand(
  db: Db | null,
  args: readonly string[],
  {
    input = '',
    isWatched = false,
    checks = [],
    archives,
    ring = () => Promise.resolve(),
    fetchOutside,
  }: CommandOptions = {},
): Promise<Said> {
  const said = { out: '', err: '' };
  const setting: CliSetting = {
    withInstall(act) {
      if (!db) throw new Error('the command opened the install');
      return act({ db, keys: testKeys, ring, publicUrl: 'http://lantern.example.test' });
    },
    checkInstall: () => Promise.resolve(checks),
    reachProduct: notHere,
    archives: () =>
      archives ? Promise.resolve(archives) : Promise.reject(new Error('the command opened the archives')),
    terminal: {
      out: (text) => {
        said.out += text;
        return Promise.resolve();
      },
      err: (text) => {
        said.err += text;
      },
      isWatched,
      input: Readable.from([Buffer.from(input)]),
    },
    publicUrl: 'http://lantern.example.test',
    fetchOutside,
    dataDir: '/tmp/nowhere',
  };
  const code = await runProgram(createProgram(setting), ['node', 'doorstep', ...args], setting.terminal);
  return { code, ...said };
}
