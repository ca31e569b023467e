import { readReports } from '../../workers/feedback.ts';
import { forgetOldEvidence, readKeptMails } from '../feedback/intake/kept-mails.ts';
import { type InboundListener, startListener } from '../feedback/intake/listener.ts';
import { openImap } from '../feedback/mailbox/open-imap.ts';
import { pollMailbox } from '../feedback/mailbox/poll-mailbox.ts';
import { takeRefusals } from '../feedback/intake/take-refusals.ts';
import { openLimits } from '../platform/rate-limit.ts';
import type { Installation } from './installation.ts';
import { startSweep } from './sweep.ts';

const sweepMs = 5000;
const forgetMs = 3_600_000;

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/**
 * Takes in what comes back: listens for reports where a port is given, reads them, and follows what relays refused. Several
 * processes may do so; on one machine one of them has the port, and another takes it over when that one is gone.
 */
export async function startInbound(installation: Installation): Promise<() => Promise<void>> {
  const { db, keys, bells, config, log, databaseUrl } = installation;
  const limits = openLimits(databaseUrl);
  let listener: InboundListener | null = null;
  let isToldTaken = false;
  const stopping = new AbortController();

  async function listen(): Promise<void> {
    const port = config.inboundSmtpPort;
    if (port === undefined || listener) return;
    const host = config.isProduction ? config.host : '127.0.0.1';
    try {
      const onKept = () => bells.ring('feedback');
      listener = await startListener({ db, keys, limits, log, onKept }, { host, port });
      log.info({ port: listener.port }, 'listening for delivery reports');
    } catch (error) {
      // A port that we may not have is told once; it is tried again, since another process may have it for now.
      if (!isToldTaken)
        log.error(
          { err: error, port },
          isPortTaken(error) ? 'INBOUND_SMTP_PORT is taken' : 'INBOUND_SMTP_PORT cannot be had',
        );
      isToldTaken = true;
    }
  }

  bells.answer('feedback', readReports(db, keys, log, stopping.signal));
  await listen();
  const endSweep = startSweep(
    log,
    async () => {
      await listen();
      await readKeptMails(db, keys, log, stopping.signal);
      await takeRefusals(db, keys, stopping.signal);
    },
    sweepMs,
  );
  // A look of its own: a server that is slow to answer holds nothing else up.
  const endPolling = startSweep(
    log,
    async () => {
      if (await pollMailbox(db, { keys, log, openImap, end: stopping.signal })) await bells.ring('feedback');
    },
    sweepMs,
  );
  const endForgetting = startSweep(log, () => forgetOldEvidence(db), forgetMs);
  return async () => {
    stopping.abort();
    endSweep();
    endPolling();
    endForgetting();
    await listener?.close();
    await limits.close();
  };
}
