import type { LaneName, LaneQueue } from './lane-queue.ts';
import type { RowResult } from './sql/commit-window.ts';

export type LaneFigures = {
  readonly lane: LaneName;
  /** Mails this process has claimed and not begun. */
  readonly claimed: number;
  /** In the durable window: allowed, or in a dialogue. What would be in doubt, were this process to die now. */
  readonly inWindow: number;
  /** For how long no mail server takes anything of this lane; 0 when one does. */
  readonly heldSeconds: number;
};

/** What one sender process has done since it began, and has in hand at this moment. */
export type SenderFigures = {
  /** Results that are committed, by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Group commits, and how long all of them took together. */
  readonly commits: number;
  readonly commitSeconds: number;
  readonly lanes: readonly LaneFigures[];
};

/** Counts for one sender, in its own memory: a look at it costs the database nothing. */
export function createSenderFigures(lanes: readonly LaneQueue[]) {
  const outcomes: Record<string, number> = {
    accepted: 0,
    refused: 0,
    'put back': 0,
    'in doubt': 0,
    expired: 0,
  };
  let commits = 0;
  let commitMs = 0;

  const outcomeOf = ({ state, outcome }: RowResult): string =>
    state === 'waiting' && outcome !== 'in doubt' ? 'put back' : outcome;

  return {
    /** These results are written; the commit took so long. */
    add(results: readonly RowResult[], ms: number): void {
      commits += 1;
      commitMs += ms;
      for (const result of results) {
        if (result.outcome === 'postponed') continue;
        const outcome = outcomeOf(result);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    },
    read: (): SenderFigures => ({
      outcomes: { ...outcomes },
      commits,
      commitSeconds: commitMs / 1000,
      lanes: lanes.map((lane) => ({
        lane: lane.name,
        claimed: lane.claimed.length,
        inWindow: lane.allowed.length + lane.handingOver.size,
        heldSeconds: lane.pool.remainingMs() / 1000,
      })),
    }),
  };
}
