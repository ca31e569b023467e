import { deliver } from '../../workers/deliver.ts';
import { type Config, parseRelay } from '../config.ts';
import { type Sender, createSender } from '../delivery/sender.ts';
import { createSweep } from '../delivery/sweep.ts';
import { systemClock } from '../platform/clock.ts';
import { createGuardedFetch } from '../platform/fetch-guarded.ts';
import { forgetOldRequests } from '../platform/idempotent-request.ts';
import { type Installation, openInstallation } from './installation.ts';
import { openPayments } from './open-payments.ts';
import { endAsked, reportReady } from './process-end.ts';

/** What a worker process does: `send` hands mails over, `build` renders and freezes. Rendering never slows a send. */
export type WorkerJob = 'send' | 'build';

const sweepMs = 5000;
const forgetMs = 3_600_000;
/** How often somebody looks for letters that are due. */
const lettersMs = 600_000;
/** How often somebody looks for feeds that are due. */
const feedsMs = 60_000;
/** How often somebody looks whether the night's comparison is due. */
const nightMs = 600_000;

/** The floor under the bells: looks at the rows every 5 seconds, so lost rings and wiped queues cost seconds at most. */
function startSweep(installation: Installation, look: () => Promise<unknown>, everyMs = sweepMs): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) =>
        installation.log.warn({ err: error }, 'the sweep failed; the next one follows'),
      )
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}

async function startSending(installation: Installation, smtpUrl: string): Promise<() => Promise<void>> {
  const { db, keys, bells, log, config, databaseUrl } = installation;
  const sender: Sender = createSender(db, keys, {
    relay: parseRelay(smtpUrl),
    databaseUrl,
    hostName: new URL(config.publicUrl).hostname,
    log,
  });
  const deliverAll = () => {
    void sender.deliverDue('urgent');
    void sender.deliverDue('bulk');
  };
  await sender.enter();
  bells.answer('deliver-urgent', deliver(sender, 'urgent'));
  bells.answer('deliver', deliver(sender, 'bulk'));
  const sweep = createSweep(db, log);
  const endSweep = startSweep(installation, async () => {
    await sweep();
    deliverAll();
  });
  // What became due while nobody was there does not wait for the first look.
  deliverAll();
  return async () => {
    endSweep();
    await sender.stop();
  };
}

/** Loaded here: a process that only sends holds no templates in its memory. */
async function startBuilding(installation: Installation): Promise<() => Promise<void>> {
  const [
    { release },
    { importReaders },
    { buildReleases },
    { sendEditionNotices },
    { runImports, forgetOldFiles },
    { handlePayments, reconcileOnceANight },
    { handlePaymentEvents },
    { sendLetters },
    { lookAtFeeds },
  ] = await Promise.all([
    import('../../workers/release.ts'),
    import('../../workers/import.ts'),
    import('../editions/build-release.ts'),
    import('../editions/edition-notices.ts'),
    import('../transfer/imports.ts'),
    import('../../workers/payments.ts'),
    import('../membership/payments/payment-events.ts'),
    import('../../workers/letters.ts'),
    import('../../workers/feeds.ts'),
  ]);
  const { db, keys, bells, config, log } = installation;
  bells.answer('release', release(db, config.publicUrl, bells.ring));
  const payments = openPayments(config);
  const site = { keys, publicUrl: config.publicUrl };
  bells.answer('payments', handlePayments(db, payments, site, bells.ring));
  const endPayments = startSweep(installation, () => handlePaymentEvents(db, payments, site));
  const endReconciling = startSweep(installation, () => reconcileOnceANight(db, payments, log), nightMs);
  bells.answer('letters', sendLetters(db, keys, config.publicUrl, bells.ring));
  // Not waited for: a queue that is away must not keep this process from its work.
  bells.schedule('letters', lettersMs).catch((error: unknown) => {
    log.warn({ err: error }, 'letters are not scheduled');
  });
  bells.answer(
    'feeds',
    lookAtFeeds(db, {
      fetch: createGuardedFetch(),
      clock: systemClock,
      random: Math.random,
      publicUrl: config.publicUrl,
      onError: (error, { publicId }) => log.error({ err: error, feed: publicId }, 'a look at a feed failed'),
    }),
  );
  bells.schedule('feeds', feedsMs).catch((error: unknown) => {
    log.warn({ err: error }, 'looks at feeds are not scheduled');
  });
  bells.answer('import', importReaders(db, keys));
  const endImports = startSweep(installation, () => runImports(db, keys));
  const endSweep = startSweep(installation, async () => {
    if ((await buildReleases(db, config.publicUrl)) > 0) await bells.ring('deliver');
    if ((await sendEditionNotices(db, keys, config.publicUrl)) > 0) await bells.ring('deliver-urgent');
  });
  const endForgetting = startSweep(
    installation,
    async () => {
      await forgetOldRequests(db);
      await forgetOldFiles(db);
    },
    forgetMs,
  );
  return () => {
    endSweep();
    endImports();
    endPayments();
    endReconciling();
    endForgetting();
    return Promise.resolve();
  };
}

/** `doorstep worker`: works until it is asked to end, then finishes what it has in hand. */
export async function runWorker(
  config: Config,
  databaseUrl: string,
  smtpUrl: string,
  jobs: readonly WorkerJob[],
): Promise<void> {
  const ended = endAsked();
  const installation = await openInstallation(config, databaseUrl, `worker ${jobs.join('+')}`);
  const stops: (() => Promise<void>)[] = [];
  if (jobs.includes('send')) stops.push(await startSending(installation, smtpUrl));
  if (jobs.includes('build')) stops.push(await startBuilding(installation));
  reportReady();
  await ended;
  await Promise.all(stops.map((stop) => stop()));
  await installation.close();
}
