import type { Db } from '../platform/db.ts';
import type { KeyRing } from '../platform/key-ring.ts';
import type { Log } from '../platform/log.ts';
import { type LaneFeed, createBulkPool, createSinglePool } from './lane-pool.ts';
import { type LaneQueue, type LaneRows, type Work, createLaneQueue } from './lane-queue.ts';
import { type Pacing, createPacing } from './pacing.ts';
import { takeRelayBudget } from './relay-budget.ts';
import { type RelayReport, createRelayLanes } from './relay-lanes.ts';
import { listSendingRelays, noteRelayHealth, relayOfUrl } from './relays.ts';
import { type Relay, connectForBulk } from './smtp-connect.ts';
import { openSmtpSession } from './smtp-session.ts';

export type SenderLanes = {
  readonly urgent: LaneQueue;
  readonly bulk: LaneQueue;
  readonly pacing: Pacing;
  /** Takes over what an editor or operator changed meanwhile; reads it every four seconds at most. */
  readonly lookAtRelays: () => Promise<void>;
};

type SenderLaneSetting = {
  /** The mail server of SMTP_URL: the only one while none is kept in the database. */
  readonly relay: Relay;
  /** Our name in EHLO. */
  readonly name: string;
  readonly log: Log;
  readonly feedOf: (lane: LaneRows) => LaneFeed<Work>;
  /** Shown beside the progress; null when nothing holds us up any more. */
  readonly noteBrake: (brake: { readonly words: string; readonly until: Date } | null) => void;
};

const urgentConnections = 2;
const usualConnections = 10;
const usualMails = 100;
/** Mail servers and limits that were changed are in force after this long. */
const refreshMs = 4000;

/** The two lanes of a sender, each with its connections to every mail server. */
export function createSenderLanes(db: Db, keys: KeyRing, setting: SenderLaneSetting): SenderLanes {
  const { log, name, feedOf, noteBrake } = setting;
  const pacing = createPacing(db);
  let lookedAtRelays = 0;

  const letGo = (error: unknown): void => log.warn({ err: error }, 'a note could not be written');

  /** No row pays for it when a mail server takes nothing: what waits goes to another one, or later. */
  const report: RelayReport = {
    braked(relay, words, pauseMs) {
      log.warn({ relay: relay.name, words, pauseMs }, 'a mail server takes nothing for a while');
      noteRelayHealth(db, relay.id, words).catch(letGo);
      noteBrake({ words, until: new Date(Date.now() + pauseMs + 5000) });
    },
    recovered(relay) {
      noteRelayHealth(db, relay.id, null).catch(letGo);
      noteBrake(null);
    },
  };

  const urgent = createLaneQueue({ name: 'urgent', priorities: { from: 1, to: 2, limit: 50 } }, (lane) =>
    createRelayLanes({
      openPool: ({ relay }, feed) =>
        createSinglePool(() => openSmtpSession(relay, name), feed, {
          connections: urgentConnections,
          mailsPerConnection: relay.mailsPerConnection ?? usualMails,
        }),
      feed: feedOf(lane),
      connectionsOf: () => urgentConnections,
      // A person waits for it: a code is never kept back by the limits of digests.
      takeBudget: null,
      report,
    }),
  );
  const bulk = createLaneQueue({ name: 'bulk', priorities: { from: 3, to: 4, limit: 1 } }, (lane) =>
    createRelayLanes({
      openPool: ({ relay }, feed) =>
        createBulkPool(() => connectForBulk(relay, name), feed, {
          connections: relay.connections ?? usualConnections,
          mailsPerConnection: relay.mailsPerConnection ?? usualMails,
        }),
      feed: feedOf(lane),
      connectionsOf: ({ relay }) => relay.connections ?? usualConnections,
      takeBudget: (relay, wanted) => takeRelayBudget(db, relay, wanted),
      report,
    }),
  );

  /** What an editor or operator changed meanwhile. With passwords that do not open, the servers before stay. */
  async function lookAtRelays(): Promise<void> {
    if (Date.now() - lookedAtRelays < refreshMs) return;
    lookedAtRelays = Date.now();
    try {
      const relays = (await listSendingRelays(db, keys)) ?? [relayOfUrl(setting.relay)];
      for (const lane of [urgent, bulk]) lane.pool.replace(relays);
      await pacing.refresh();
    } catch (error) {
      log.error({ err: error }, 'the mail servers could not be read');
    }
  }

  return { urgent, bulk, pacing, lookAtRelays };
}
