import { classifyReply, refusesRow } from './classify-reply.ts';
import { retryDelaySeconds } from './retry-schedule.ts';
import type { HandOver } from './hand-over.ts';
import type { RowResult } from './sql/commit-window.ts';
import type { DueRow } from './sql/window.ts';

export type ResultContext = {
  readonly isUrgent: boolean;
  readonly now: Date;
  /** A number in [0, 1) for the jitter. */
  readonly chance: number;
  /** The mailing's policy for answers that never came. */
  readonly resendsDoubts: boolean;
};

/** After so many lost connections the mail itself is suspected, and waits by the schedule. */
const soonTries = 5;

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** What the end of one SMTP dialogue means for its row. Accepted only after the relay's 2yz to the end of data. */
export function resultOf(row: DueRow, handOver: HandOver, context: ResultContext): RowResult {
  const retry = () =>
    later(context.now, retryDelaySeconds(context.isUrgent, row.attempts + 1, context.chance));
  switch (handOver.kind) {
    case 'accepted':
      return { id: row.id, state: 'accepted', outcome: 'accepted', code: 250, text: handOver.text };
    case 'lost-before-body':
      return {
        id: row.id,
        state: 'waiting',
        // The connection failed, not the mail: with the brake of its mail server the next try may come soon.
        dueAt: row.attempts < soonTries ? later(context.now, 5 + 5 * context.chance) : retry(),
        outcome: 'lost before the body',
        text: handOver.text,
      };
    case 'lost-after-body':
      return context.resendsDoubts
        ? {
            id: row.id,
            state: 'waiting',
            dueAt: retry(),
            resolution: 'resend',
            outcome: 'in doubt',
            text: handOver.text,
          }
        : { id: row.id, state: 'in doubt', outcome: 'in doubt', text: handOver.text };
    case 'replied':
    case 'not-offered': {
      const { reply } = handOver;
      const replyClass = classifyReply(reply);
      const isFinal = refusesRow(replyClass, reply.code);
      return {
        id: row.id,
        state: isFinal ? 'refused' : 'waiting',
        ...(!isFinal && { dueAt: retry() }),
        outcome: isFinal ? 'refused' : 'put back',
        stage: reply.stage,
        code: reply.code,
        replyClass,
        text: reply.text,
      };
    }
    default:
      return handOver satisfies never;
  }
}
