import type { Chunk, DueRow } from './sql/window.ts';
import type { RelayLanes } from './relay-lanes.ts';

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
  readonly pool: RelayLanes;
  readonly priorities: { readonly from: number; readonly to: number; readonly limit: number };
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

type LaneLimits = Pick<LaneQueue, 'name' | 'priorities'>;

/**
 * Rows a connection may have in the durable window: one whose reply is awaited, one whose envelope went out behind it, and
 * the next ones while a commit is on its way. All of them are in doubt when this process dies, so there are no more.
 */
const windowDepth = 5;

/** @param openPool makes the connections, which take their mails from the lane */
export function createLaneQueue(limits: LaneLimits, openPool: (lane: LaneRows) => RelayLanes): LaneQueue {
  const lane: LaneRows = {
    ...limits,
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

/** Takes what fits into the window out of the claimed rows: nothing while no mail server takes anything. */
export function takeNext(lane: LaneQueue): Work[] {
  if (lane.pool.isHeld()) return [];
  const window = lane.pool.connections() * windowDepth;
  return lane.claimed.splice(0, Math.max(0, window - lane.allowed.length - lane.handingOver.size));
}

/** While no mail server takes anything, only what is being handed over stands in the window. */
export function putBackHeld(lane: LaneQueue): void {
  if (lane.pool.isHeld()) lane.claimed.unshift(...lane.allowed.splice(0));
}

/** A free connection has nothing to do although rows are claimed, or may do nothing although rows are allowed. */
export function isStarving(lane: LaneQueue): boolean {
  if (lane.pool.isHeld()) return false;
  if (lane.allowed.length > 0) return lane.pool.needsBudget();
  return lane.claimed.length > 0 && lane.handingOver.size < lane.pool.connections();
}

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
