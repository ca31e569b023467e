import { createServer } from 'node:http';
import { type Config, parseRelay } from '../config.ts';
import { createEventBuffer } from '../feedback/reactions/event-buffer.ts';
import { systemClock } from '../platform/clock.ts';
import { openLimits } from '../platform/rate-limit.ts';
import { createBreachLookUp } from '../staff/breached-passwords.ts';
import { signOnByOpenId } from '../staff/sign-on/open-id.ts';
import { createApp } from '../web/app.ts';
import { misconfiguredExit } from './child-process.ts';
import { type Installation, openInstallation } from './installation.ts';
import { openPayments } from './open-payments.ts';
import { endAsked, reportReady } from './process-end.ts';

export type WebOptions = {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** All mail ends in the built-in inbox: show it. */
  readonly hasInbox: boolean;
};

/** How long open requests may take to finish once the end is asked for; live progress pages reconnect elsewhere. */
const patienceMs = 5000;

/** `doorstep web`: serves until it is asked to end. @returns the exit code */
export async function runWeb(
  config: Config,
  { databaseUrl, smtpUrl, hasInbox }: WebOptions,
): Promise<number> {
  const ended = endAsked();
  const installation: Installation = await openInstallation(config, databaseUrl, 'web');
  const limits = openLimits(databaseUrl);
  const reactions = createEventBuffer(installation.db, installation.log);
  const app = createApp({
    db: installation.db,
    keys: installation.keys,
    ring: installation.bells.ring,
    log: installation.log,
    clock: systemClock,
    limits,
    publicUrl: config.publicUrl,
    dataDir: config.dataDir,
    isProduction: config.isProduction,
    hasInbox,
    relay: parseRelay(smtpUrl),
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    payments: openPayments(config),
    signOn: config.signOn && signOnByOpenId(config.signOn, systemClock),
    isBreached:
      config.passwordRangesUrl === undefined
        ? undefined
        : createBreachLookUp(config.passwordRangesUrl, installation.log),
    inboundSmtpPort: config.inboundSmtpPort,
    reactions,
  });
  const server = createServer(app);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.host, resolve);
    });
  } catch (error) {
    if (!(
      error instanceof Error &&
      'code' in error &&
      (error.code === 'EADDRINUSE' || error.code === 'EACCES')
    ))
      throw error;
    process.stderr.write(
      `PORT holds ${config.port}: ${config.host} does not give us this port (${error.code}); set another one\n`,
    );
    await limits.close();
    await installation.close();
    return misconfiguredExit;
  }
  reportReady();
  await ended;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearTimeout(cut);
  await reactions.close();
  await limits.close();
  await installation.close();
  return 0;
}
