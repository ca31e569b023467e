import type { Chunk, DueRow } from './sql/window.ts';
import type { LanePool } from './lane-pool.ts';

/** Urgent is mail a person waits for (priorities 1 and 2); it has connections of its own. */
export type LaneName = 'urgent' | 'bulk';

export type OpenChunk = {
  readonly facts: Chunk;
  /** Rows of it without a result yet; at zero the chunk is let go. */
  open: number;
};

/** One row on its way through this process. */
export type Work = { readonly lane: LaneRows; readonly chunk: OpenChunk; readonly row: DueRow };

export type LaneQueue = {
  readonly name: LaneName;
  readonly pool: LanePool;
  readonly priorities: { readonly from: number; readonly to: number; readonly limit: number };
  /** Mails handed over at the same time. */
  readonly connections: number;
  /** Rows that may stand in the durable window: those being handed over and those next in line. */
  readonly window: number;
  /** Claimed, not yet in the window. */
  readonly claimed: Work[];
  /** In the window and allowed, waiting for a connection. */
  readonly allowed: Work[];
  readonly handingOver: Set<Work>;
  /** Somebody rang: there may be more to claim. */
  isWanted: boolean;
  readonly waiters: (() => void)[];
};

/** A lane before it has connections. */
export type LaneRows = Omit<LaneQueue, 'pool'>;

type LaneLimits = Pick<LaneQueue, 'name' | 'priorities' | 'connections'>;

/**
 * Rows a connection may have in the durable window: one whose reply is awaited, one whose envelope went out behind it, and
 * the next ones while a commit is on its way. All of them are in doubt when this process dies, so there are no more.
 */
const windowDepth = 5;

/** @param openPool makes the connections, which take their mails from the lane */
export function createLaneQueue(limits: LaneLimits, openPool: (lane: LaneRows) => LanePool): LaneQueue {
  const lane: LaneRows = {
    ...limits,
    window: limits.connections * windowDepth,
    claimed: [],
    allowed: [],
    handingOver: new Set(),
    isWanted: false,
    waiters: [],
  };
  return Object.assign(lane, { pool: openPool(lane) });
}

/** Rows whose ids stand in the durable window. */
export const inWindow = (lane: LaneQueue): Work[] => [...lane.handingOver, ...lane.allowed];

export const isLaneIdle = (lane: LaneQueue): boolean =>
  !lane.isWanted && lane.claimed.length + lane.allowed.length + lane.handingOver.size === 0;

/** Takes what fits into the window out of the claimed rows. */
export const takeNext = (lane: LaneQueue): Work[] =>
  lane.claimed.splice(0, Math.max(0, lane.window - lane.allowed.length - lane.handingOver.size));

/** A free connection has nothing to do although rows are claimed. */
export const isStarving = (lane: LaneQueue): boolean =>
  lane.allowed.length === 0 && lane.claimed.length > 0 && lane.handingOver.size < lane.connections;

export function emptyLane(lane: LaneQueue): void {
  lane.pool.destroyAll();
  lane.claimed.length = 0;
  lane.allowed.length = 0;
  lane.handingOver.clear();
  lane.isWanted = false;
}

/** Tells everybody who waits for this lane that nothing is due any more. */
export function answerWaiters(lane: LaneQueue): void {
  for (const answer of lane.waiters.splice(0)) answer();
}
