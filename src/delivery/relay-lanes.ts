import type { HandOver } from './hand-over.ts';
import type { LaneFeed, LanePool } from './lane-pool.ts';
import { type RelayBrake, createRelayBrake } from './relay-brake.ts';
import type { SendingRelay } from './relays.ts';

/** The connections of one lane to all mail servers: the best healthy one takes, the next only when it does not. */
export type RelayLanes = LanePool & {
  /** How many mails may be handed over at the same time. */
  readonly connections: () => number;
  /** True while no mail server takes anything. */
  readonly isHeld: () => boolean;
  /** Milliseconds until the first of them may be tried again; 0 when one may now. */
  readonly remainingMs: () => number;
  /** A mail server with a limit has used up what it was given. */
  readonly needsBudget: () => boolean;
  /** Fetches what mail servers with a limit may take next from the buckets that all senders share. */
  readonly fetchBudget: () => Promise<void>;
  /** Mail servers were added, changed or taken away: what is being handed over is finished on the old connections. */
  readonly replace: (relays: readonly SendingRelay[]) => void;
};

export type RelayReport = {
  /** It takes nothing for a while, and why. */
  readonly braked: (relay: SendingRelay, words: string, pauseMs: number) => void;
  readonly recovered: (relay: SendingRelay) => void;
};

/** What a mail server with a limit may take, and when to ask again when it may take nothing. */
export type Budget = { readonly granted: number; readonly nextAt: Date | null; readonly words: string };

export type RelayLaneSetting<Work> = {
  readonly openPool: (relay: SendingRelay, feed: LaneFeed<Work>) => LanePool;
  /** What the lane does with its rows, whichever mail server takes them. */
  readonly feed: LaneFeed<Work>;
  readonly connectionsOf: (relay: SendingRelay) => number;
  /** Null for a lane without limits. */
  readonly takeBudget: ((relay: SendingRelay, wanted: number) => Promise<Budget>) | null;
  readonly report: RelayReport;
};

type Entry = {
  readonly sending: SendingRelay;
  readonly brake: RelayBrake;
  readonly pool: LanePool;
  readonly isLimited: boolean;
  budget: number;
  taken: number;
  /** Mails lost in a row before their body: it greets and then hangs up. */
  lostInARow: number;
  retiredAt: number | null;
};

const lossesToBrake = 3;
/** Mails by which one of several equals may be ahead of its share. */
const headStart = 20;
/** Longer than any conversation lasts. */
const forgetMs = 15 * 60_000;

export function createRelayLanes<Work>(setting: RelayLaneSetting<Work>): RelayLanes {
  const { feed, report } = setting;
  let entries: Entry[] = [];
  let retired: Entry[] = [];

  const isReady = (entry: Entry): boolean =>
    entry.retiredAt === null && !entry.brake.isOn() && entry.budget > 0;

  const shareOf = ({ taken, sending }: Entry): number => taken / sending.weight;

  function mayTake(entry: Entry): boolean {
    if (!isReady(entry)) return false;
    if (entries.length === 1) return true;
    const ready = entries.filter(isReady);
    if (ready.some((other) => other.sending.rank < entry.sending.rank)) return false;
    const equals = ready.filter((other) => other.sending.rank === entry.sending.rank);
    return shareOf(entry) <= Math.min(...equals.map(shareOf)) + headStart;
  }

  function pullBrake(entry: Entry, error: unknown): void {
    const pauseMs = entry.brake.pull();
    if (pauseMs === null) return;
    // Not from here: this may be called in the middle of a conversation, and a kick begins others.
    setImmediate(kick);
    const said = error instanceof Error ? error.message.slice(0, 200) : String(error);
    report.braked(entry.sending, `The mail server ${entry.sending.name} takes nothing (${said})`, pauseMs);
  }

  function noteHealth(entry: Entry, handOver: HandOver): void {
    if (handOver.kind === 'lost-before-body') {
      entry.lostInARow += 1;
      if (entry.lostInARow >= lossesToBrake) pullBrake(entry, new Error(handOver.text));
      return;
    }
    entry.lostInARow = 0;
    if (handOver.kind === 'replied' && handOver.reply.code === 421) {
      pullBrake(entry, new Error(handOver.reply.text));
    } else if (entry.brake.release()) {
      report.recovered(entry.sending);
    }
  }

  function open(sending: SendingRelay): Entry {
    const isLimited = setting.takeBudget !== null && (sending.perHour !== null || sending.perDay !== null);
    const pool = setting.openPool(sending, {
      waiting: () => (mayTake(entry) ? Math.min(feed.waiting(), entry.budget) : 0),
      take() {
        const work = mayTake(entry) ? feed.take() : undefined;
        if (work !== undefined) {
          entry.budget -= 1;
          entry.taken += 1;
        }
        return work;
      },
      write: feed.write,
      settle(work, handOver) {
        noteHealth(entry, handOver);
        feed.settle(work, handOver);
      },
      fail: feed.fail,
      noConnection(error) {
        pullBrake(entry, error);
        feed.noConnection(error);
      },
    });
    const entry: Entry = {
      sending,
      pool,
      isLimited,
      brake: createRelayBrake(),
      budget: isLimited ? 0 : Infinity,
      taken: 0,
      lostInARow: 0,
      retiredAt: null,
    };
    return entry;
  }

  const isSame = (a: SendingRelay, b: SendingRelay): boolean => JSON.stringify(a) === JSON.stringify(b);

  const hasNoBudget = (entry: Entry): boolean => entry.isLimited && entry.budget <= 0 && !entry.brake.isOn();

  function kick(): void {
    for (const entry of entries) if (mayTake(entry)) entry.pool.kick();
  }

  return {
    kick,
    closeIdle() {
      for (const entry of [...entries, ...retired]) entry.pool.closeIdle();
    },
    destroyAll() {
      for (const entry of [...entries, ...retired]) entry.pool.destroyAll();
    },
    connections: () =>
      Math.max(1, ...entries.filter(isReady).map(({ sending }) => setting.connectionsOf(sending))),
    isHeld: () => !entries.some((entry) => !entry.brake.isOn()),
    remainingMs: () => {
      const waits = entries.map((entry) => entry.brake.remainingMs());
      return waits.length === 0 ? 1000 : Math.min(...waits);
    },
    needsBudget: () => entries.some(hasNoBudget),
    async fetchBudget() {
      for (const entry of entries.filter(hasNoBudget)) {
        const { granted, nextAt, words } = (await setting.takeBudget?.(
          entry.sending,
          setting.connectionsOf(entry.sending),
        )) ?? { granted: 0, nextAt: null, words: '' };
        entry.budget = granted;
        if (granted > 0 || nextAt === null) continue;
        entry.brake.hold(nextAt.getTime());
        report.braked(entry.sending, words, nextAt.getTime() - Date.now());
      }
    },
    replace(relays) {
      const kept = entries.filter((entry) => relays.some((relay) => isSame(relay, entry.sending)));
      for (const entry of entries) {
        if (kept.includes(entry)) continue;
        entry.retiredAt = Date.now();
        retired.push(entry);
      }
      const added = relays.filter((relay) => !kept.some((entry) => isSame(relay, entry.sending)));
      // Equal shares begin anew, or a new one would get everything until it has caught up.
      if (added.length > 0) for (const entry of kept) entry.taken = 0;
      entries = [...kept, ...added.map(open)].sort((a, b) => a.sending.rank - b.sending.rank);
      retired = retired.filter(({ retiredAt }) => Date.now() - (retiredAt ?? 0) < forgetMs);
      for (const entry of retired) entry.pool.closeIdle();
    },
  };
}
