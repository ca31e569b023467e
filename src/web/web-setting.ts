import type { Config } from '../config.ts';
import type { Relay } from '../delivery/smtp-connect.ts';
import type { FetchText } from '../feedback/intake/providers/provider.ts';
import type { EventBuffer } from '../feedback/reactions/event-buffer.ts';
import type { PaymentProvider } from '../membership/payments/provider.ts';
import type { Ring } from '../platform/bells.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { GuardedFetch } from '../platform/fetch-guarded.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import type { Log } from '../platform/log.ts';
import type { Limits } from '../platform/rate-limit.ts';
import type { BreachLookUp } from '../staff/breached-passwords.ts';
import type { SignOnProvider } from '../staff/sign-on/provider.ts';

/** What the routers are given. */
export type WebSetting = {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly ring: Ring;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly isProduction: boolean;
  /** The built-in inbox takes all mail: show it under /dev/inbox. */
  readonly hasInbox: boolean;
  /** Where mail leaves: asked by /readyz. */
  readonly relay: Pick<Relay, 'host' | 'port' | 'tls'>;
  readonly trustProxy: Config['trustProxy'];
  readonly payments: PaymentProvider;
  /** Where the newsroom's own accounts are kept; none: staff come in by password and passkey. */
  readonly signOn?: SignOnProvider | undefined;
  /** Where workers listen for delivery reports, to be shown; none where nobody does. */
  readonly inboundSmtpPort?: number | undefined;
  /** Whether a password is in lists of stolen ones; unless told, nobody is asked. */
  readonly isBreached?: BreachLookUp | undefined;
  /** Fetches what a signature refers to; over https unless told. */
  readonly fetchText?: FetchText | undefined;
  /** Opens what somebody gives the address of; through the guard unless told. */
  readonly fetchOutside?: GuardedFetch | undefined;
  /** Opens /metrics from anywhere; undefined: private networks only. */
  readonly metricsToken: Config['metricsToken'];
  /** Takes clicks and opens. */
  readonly reactions: EventBuffer;
};
