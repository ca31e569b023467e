import { runCrash } from './crash-run.ts';
import { type Trouble, failPoints } from './troubles.ts';

/** 32 connections, five rows each: what a sender that dies may leave in doubt. */
const window = 160;

test.each<[Trouble, { rows: number; times: number; senders: number }, number]>([
  ['kill', { rows: 4000, times: 4, senders: 2 }, 4 * window],
  ['fail points', { rows: 2500, times: failPoints.length, senders: 2 }, failPoints.length * window],
  ['database', { rows: 3000, times: 1, senders: 2 }, 0],
  ['relay down', { rows: 3000, times: 1, senders: 2 }, 2 * 32],
])(
  'with this trouble nobody is lost, nothing is invented and nobody gets two: %s',
  async (trouble, plan, mostInDoubt) => {
    const result = await runCrash({ trouble, ...plan, sinkDelayMs: 30 });
    expect(result.times).toBeGreaterThan(0);
    expect(result).toMatchObject({
      rows: plan.rows,
      lost: 0,
      phantom: 0,
      extraCopies: 0,
      withoutTrail: 0,
      sumIsRight: true,
    });
    // What nobody can know is bounded by the windows of the senders that died, or by the dialogues that were cut.
    expect(result.inDoubt).toBeLessThanOrEqual(mostInDoubt);
  },
  120_000,
);
