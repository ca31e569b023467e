import type { Ring } from '../platform/bells.ts';
import type { Db } from '../platform/db.ts';
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
export type InstallCheck = { readonly name: string; readonly isGood: boolean; readonly words: string };

/** Doorstep as it runs for `demo`. */
export type RunningProduct = {
  readonly isOurs: boolean;
  /** Ends it when we started it. */
  readonly letGo: () => Promise<void>;
};

/** How commands reach the install: beside a running server, or alone. */
export type CliSetting = {
  /** Opens the install, runs the act and lets go again. */
  readonly withInstall: <Result>(act: (install: CliInstall) => Promise<Result>) => Promise<Result>;
  /** Looks at everything an install needs, whether it can be opened or not. */
  readonly checkInstall: () => Promise<readonly InstallCheck[]>;
  /** The server that runs in this folder, or one of our own for as long as it is wanted. */
  readonly reachProduct: () => Promise<RunningProduct>;
  readonly terminal: Terminal;
  readonly publicUrl: string;
  readonly dataDir: string;
};
