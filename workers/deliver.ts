import type { Processor } from 'bullmq';
import type { LaneName } from '../src/delivery/lane-queue.ts';
import type { Sender } from '../src/delivery/sender.ts';

/** Answers `deliver` and `deliver-urgent`: sends what is due. The job carries nothing; the rows say what that is. */
export const deliver =
  (sender: Sender, lane: LaneName): Processor =>
  async () => {
    await sender.deliverDue(lane);
  };
