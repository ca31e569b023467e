import type { Ring } from '../platform/bells.ts';
import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';

/** What a command works on. */
export type CliInstall = {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly ring: Ring;
  readonly publicUrl: string;
};

/** How commands reach the install: beside a running server, or alone. */
export type CliSetting = {
  /** Opens the install, runs the act and lets go again. */
  readonly withInstall: <Result>(act: (install: CliInstall) => Promise<Result>) => Promise<Result>;
  readonly publicUrl: string;
  readonly dataDir: string;
};
