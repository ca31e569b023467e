import { deliver } from '../../workers/deliver.ts';
import { type Config, parseRelay } from '../config.ts';
import { countEnded } from '../delivery/mailing-totals.ts';
import { type Sender, createSender } from '../delivery/sender.ts';
import { keepAttemptMonths } from '../delivery/forget-attempts.ts';
import { createSweep } from '../delivery/sweep.ts';
import { keepEventMonths } from '../feedback/reactions/keep-months.ts';
import { systemClock } from '../platform/clock.ts';
import { createGuardedFetch } from '../platform/fetch-guarded.ts';
import { type Installation, openInstallation } from './installation.ts';
import { openPayments } from './open-payments.ts';
import { endAsked, reportReady } from './process-end.ts';
import { startSweep } from './sweep.ts';

/**
 * What a worker process does: `send` hands mails over, `build` renders and freezes, `inbound` takes in what comes back.
 * Rendering and reading never slow a send.
 */
export type WorkerJob = 'send' | 'build' | 'inbound';

/** How often somebody looks for what may be forgotten; with nothing to forget a look costs nothing. */
const forgetMs = 3_600_000;
/** How often somebody looks for letters that are due. */
const lettersMs = 600_000;
/** How often somebody looks for what stands in the way of a digest. */
const watchMs = 15_000;
/** How often somebody looks for feeds that are due. */
const feedsMs = 60_000;
/** How often somebody looks whether the night's comparison is due. */
const nightMs = 600_000;
/** How often what is counted of growth is folded into its sums. */
const growthMs = 60_000;

async function startSending(
  installation: Installation,
  smtpUrl: string,
): Promise<{ readonly sender: Sender; readonly stop: () => Promise<void> }> {
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
  await keepAttemptMonths(db, new Date());
  await sender.enter();
  bells.answer('deliver-urgent', deliver(sender, 'urgent'));
  bells.answer('deliver', deliver(sender, 'bulk'));
  const sweep = createSweep(db, log);
  const endSweep = startSweep(log, async () => {
    await sweep();
    deliverAll();
  });
  // What became due while nobody was there does not wait for the first look.
  deliverAll();
  const stop = async () => {
    endSweep();
    await sender.stop();
  };
  return { sender, stop };
}

/** Loaded here: a process that only sends holds no templates in its memory. */
async function startBuilding(installation: Installation, smtpUrl: string): Promise<() => Promise<void>> {
  const [
    { release },
    { importReaders },
    { buildReleases },
    { sendEditionNotices },
    { askApprovers },
    { runImports },
    { handlePayments, reconcileOnceANight },
    { handlePaymentEvents },
    { sendLetters },
    { lookAfterDigests, watchOverDigests },
    { forgetOld },
    { lookAtFeeds },
    { publishDueStories },
    { foldGrowth },
    { lookAfterWebhooks },
    { lookAtOwnDomain },
    { lookAfterSubjectTests },
  ] = await Promise.all([
    import('../../workers/release.ts'),
    import('../../workers/import.ts'),
    import('../editions/build-release.ts'),
    import('../editions/edition-notices.ts'),
    import('../editions/ask-approvers.ts'),
    import('../transfer/run-import.ts'),
    import('../../workers/payments.ts'),
    import('../membership/payments/payment-events.ts'),
    import('../../workers/letters.ts'),
    import('../../workers/digests.ts'),
    import('../../workers/forget.ts'),
    import('../../workers/feeds.ts'),
    import('../../workers/stories.ts'),
    import('../audience/growth.ts'),
    import('../../workers/webhooks.ts'),
    import('../../workers/sender-domain.ts'),
    import('../../workers/subject-tests.ts'),
  ]);
  const { db, keys, bells, config, log } = installation;
  bells.answer('release', release(db, config.publicUrl, bells.ring));
  const payments = openPayments(config);
  const site = { keys, publicUrl: config.publicUrl };
  bells.answer('payments', handlePayments(db, payments, site, bells.ring));
  const endPayments = startSweep(log, () => handlePaymentEvents(db, payments, site));
  const endReconciling = startSweep(log, () => reconcileOnceANight(db, payments, log), nightMs);
  bells.answer('letters', sendLetters(db, keys, config.publicUrl, bells.ring));
  // Not waited for: a queue that is away must not keep this process from its work.
  bells.schedule('letters', lettersMs).catch((error: unknown) => {
    log.warn({ err: error }, 'letters are not scheduled');
  });
  const lookAfter = () => lookAfterDigests(db, site, { ring: bells.ring, log });
  const endDigests = startSweep(log, lookAfter);
  const endStories = startSweep(log, () => publishDueStories(db, log, lookAfter));
  // A look of its own: what holds a digest up must not keep the newsroom from hearing of it.
  const endWatch = startSweep(log, () => watchOverDigests(db, site, bells.ring), watchMs);
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
  const webhooks = () => lookAfterWebhooks(db, site, bells.ring);
  bells.answer('webhooks', webhooks);
  const endWebhooks = startSweep(log, webhooks);
  bells.answer('import', importReaders(db, keys));
  const endImports = startSweep(log, () => runImports(db, keys));
  const endSweep = startSweep(log, async () => {
    if ((await buildReleases(db, config.publicUrl)) > 0) await bells.ring('deliver');
    const noticed = await sendEditionNotices(db, keys, config.publicUrl);
    if (noticed + (await askApprovers(db, site)) > 0) await bells.ring('deliver-urgent');
    await countEnded(db);
  });
  const endTests = startSweep(log, () => lookAfterSubjectTests(db, bells.ring));
  const endFolding = startSweep(log, () => foldGrowth(db), growthMs);
  const own = { relay: parseRelay(smtpUrl), publicUrl: config.publicUrl };
  const endDomain = startSweep(log, () => lookAtOwnDomain(db, own), growthMs);
  const endForgetting = startSweep(
    log,
    async () => {
      await forgetOld(db, { keepAttemptsDays: config.keepAttemptsDays, log });
      await keepAttemptMonths(db, new Date());
      await keepEventMonths(db, new Date());
    },
    forgetMs,
  );
  return () => {
    endSweep();
    endTests();
    endDigests();
    endStories();
    endWatch();
    endWebhooks();
    endImports();
    endPayments();
    endReconciling();
    endForgetting();
    endFolding();
    endDomain();
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
  const sending = jobs.includes('send') ? await startSending(installation, smtpUrl) : null;
  if (sending) stops.push(sending.stop);
  if (jobs.includes('build')) stops.push(await startBuilding(installation, smtpUrl));
  if (jobs.includes('inbound'))
    stops.push(await (await import('./start-inbound.ts')).startInbound(installation));
  // Loaded here: a process that shows nothing holds no server in its memory.
  if (config.workerMetricsPort !== undefined) {
    const { showWorkerFigures } = await import('./worker-figures.ts');
    stops.push(await showWorkerFigures(installation, config.workerMetricsPort, sending?.sender.figures));
  }
  reportReady();
  await ended;
  await Promise.all(stops.map((stop) => stop()));
  await installation.close();
}
