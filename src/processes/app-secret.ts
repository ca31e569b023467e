import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';

type SecretSource = Pick<Config, 'appSecret' | 'dataDir'>;

const fileOf = (dataDir: string): string => path.join(dataDir, 'app-secret');

/** The secret that wraps the key ring: APP_SECRET, or one made once in the data folder. */
export async function readAppSecret({ appSecret, dataDir }: SecretSource): Promise<string> {
  if (appSecret !== undefined) return appSecret;
  const file = fileOf(dataDir);
  await mkdir(dataDir, { recursive: true });
  // `wx`: of two processes that start for the first time together, one makes it and both read it.
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    () => undefined,
  );
  return readFile(file, 'utf8');
}

/** The same, without making one; null when there is none. */
export async function findAppSecret({ appSecret, dataDir }: SecretSource): Promise<string | null> {
  return appSecret ?? (await readFile(fileOf(dataDir), 'utf8').catch(() => null));
}
