import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveFile, RestoreChoice, Restored } from '../cli/cli-setting.ts';
import type { Config } from '../config.ts';
import { type Held, holdReleases } from '../editions/hold-releases.ts';
import { ArchiveProblem } from '../platform/archive/archive-frames.ts';
import type { ArchiveHeader, ArchiveSummary } from '../platform/archive/archive-header.ts';
import { checkArchive } from '../platform/archive/read-archive.ts';
import { checkMigrationsKnown, restoreArchive } from '../platform/archive/restore-archive.ts';
import { type CopyProgress, writeArchive } from '../platform/archive/write-archive.ts';
import { migrateBells } from '../platform/bells.ts';
import type { Db } from '../platform/db.ts';
import { findEmbeddedUrl } from '../platform/embedded-postgres.ts';
import type { AppSecrets } from '../platform/key-ring.ts';
import { packageRoot } from '../platform/package-root.ts';
import { recordAct } from '../staff/audit.ts';
import { findAppSecret } from './app-secret.ts';
import { reachDatabase } from './with-install.ts';

/** Whose doing it is, for the trail. */
const actor = 'the command line';

async function readVersion(): Promise<string> {
  const about: unknown = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null ? String(Reflect.get(about, 'version')) : '';
}

/** @throws ArchiveProblem: a made-up secret would open nothing */
async function secretsOf(config: Config): Promise<AppSecrets> {
  const current = await findAppSecret(config);
  if (current !== null) return { current, old: config.appSecretOld };
  throw new ArchiveProblem(
    `APP_SECRET holds nothing and ${path.join(config.dataDir, 'app-secret')} is not there: an archive opens only with the secret of the install it was made of`,
  );
}

async function fileOf(file: string, { header, tables, rows }: ArchiveSummary): Promise<ArchiveFile> {
  const { size } = await stat(file);
  const { version, madeAt, postgres } = header;
  return { file, bytes: size, version, madeAt, postgres, tables, rows };
}

/** `doorstep backup`: beside a running product or alone; nothing is migrated first, so it serves before an upgrade. */
export async function backUp(config: Config, file: string, onProgress: CopyProgress): Promise<ArchiveFile> {
  if (config.databaseUrl === undefined && (await findEmbeddedUrl(config.dataDir)) === null)
    throw new ArchiveProblem(`${config.dataDir} holds no database: there is nothing to back up`);
  const appSecrets = await secretsOf(config);
  const { url, letGo } = await reachDatabase(config);
  try {
    const version = await readVersion();
    return await fileOf(file, await writeArchive({ url, file, appSecrets, version, onProgress }));
  } finally {
    await letGo();
  }
}

/** Reads an archive whole and changes nothing. */
export async function checkBackup(config: Config, file: string): Promise<ArchiveFile> {
  const summary = await checkArchive(file, await secretsOf(config));
  await checkMigrationsKnown(summary.header);
  return fileOf(file, summary);
}

const holdReason = ({ madeAt }: ArchiveHeader): string =>
  `This was restored from a backup of ${madeAt.slice(0, 16).replace('T', ' ')} UTC. Whoever got the edition after that moment gets it again if you resume it.`;

async function holdAndRecord(tx: Db, header: ArchiveHeader, keepsSending: boolean): Promise<Held> {
  const held = keepsSending ? { paused: 0, drafts: 0 } : await holdReleases(tx, holdReason(header));
  const details = { madeAt: header.madeAt, version: header.version, ...held };
  await recordAct(tx, { actor, action: 'restored a backup', details });
  return held;
}

/** `doorstep restore`: the archive is read whole before the database is touched, and again while it is restored. */
export async function restore(
  config: Config,
  file: string,
  { keepsSending }: RestoreChoice,
  onProgress: CopyProgress,
): Promise<Restored> {
  const checked = await checkBackup(config, file);
  const appSecrets = await secretsOf(config);
  const { url, letGo } = await reachDatabase(config);
  try {
    let held: Held = { paused: 0, drafts: 0 };
    await restoreArchive({
      url,
      file,
      appSecrets,
      onProgress,
      async beforeCommit(tx, header) {
        held = await holdAndRecord(tx, header, keepsSending);
      },
    });
    const { redisUrl, redisClusterUrls } = config;
    await migrateBells({ databaseUrl: url, redisUrl, redisClusterUrls, onError: () => undefined });
    return { ...checked, ...held };
  } finally {
    await letGo();
  }
}
