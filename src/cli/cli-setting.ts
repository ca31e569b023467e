import type { CopyProgress } from '../platform/archive/write-archive.ts';
import type { Ring } from '../platform/bells.ts';
import type { Db } from '../platform/db.ts';
import type { GuardedFetch } from '../platform/fetch-guarded.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import type { Terminal } from './terminal.ts';

/** What a command works on. */
export type CliInstall = {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly ring: Ring;
  readonly publicUrl: string;
};

/** One thing that `doctor` looked at. */
export type InstallCheck = {
  readonly name: string;
  /** Only what is wrong is not. */
  readonly isGood: boolean;
  /** Where there is more to say than good and wrong. */
  readonly severity?: 'good' | 'wrong' | 'advice' | 'unknown';
  readonly words: string;
  /** What DNS says, and what to publish there where it can be said. */
  readonly record?: {
    readonly name: string;
    readonly state: 'good' | 'missing' | 'wrong' | 'unknown';
    readonly found: string;
    readonly publish?: { readonly type: 'TXT' | 'MX'; readonly value: string };
  };
};

/** Doorstep as it runs for `demo`. */
export type RunningProduct = {
  readonly isOurs: boolean;
  /** Ends it when we started it. */
  readonly letGo: () => Promise<void>;
};

/** An archive, as `backup` and `restore` tell of it. */
export type ArchiveFile = {
  readonly file: string;
  readonly bytes: number;
  /** Of the product that made it. */
  readonly version: string;
  readonly madeAt: string;
  readonly postgres: string;
  readonly tables: number;
  readonly rows: number;
};

export type RestoreChoice = {
  /** Nothing left since the backup was made: what was on its way goes on by itself. */
  readonly keepsSending: boolean;
};

export type Restored = ArchiveFile & {
  /** Mailings that wait until somebody resumes them, and editions that are drafts again. */
  readonly paused: number;
  readonly drafts: number;
};

/** How archives are made and read; each throws an ArchiveProblem with a line for a person. */
export type Archives = {
  readonly backUp: (file: string, onProgress: CopyProgress) => Promise<ArchiveFile>;
  readonly check: (file: string) => Promise<ArchiveFile>;
  readonly restore: (file: string, choice: RestoreChoice, onProgress: CopyProgress) => Promise<Restored>;
};

/** How commands reach the install: beside a running server, or alone. */
export type CliSetting = {
  /** Opens the install, runs the act and lets go again. */
  readonly withInstall: <Result>(act: (install: CliInstall) => Promise<Result>) => Promise<Result>;
  /** Looks at everything an install needs, whether it can be opened or not. */
  readonly checkInstall: () => Promise<readonly InstallCheck[]>;
  /** The server that runs in this folder, or one of our own for as long as it is wanted. */
  readonly reachProduct: () => Promise<RunningProduct>;
  /** Loaded when it is asked for. */
  readonly archives: () => Promise<Archives>;
  readonly terminal: Terminal;
  /** How pages of the open web are fetched; the guarded one unless told. */
  readonly fetchOutside?: GuardedFetch | undefined;
  readonly publicUrl: string;
  readonly dataDir: string;
};
