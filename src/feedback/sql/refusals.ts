import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** A mail that a relay refused for good, or that we gave up ourselves. */
export type Refusal = {
  readonly attemptId: number;
  readonly deliveryId: number;
  readonly outcome: 'refused' | 'expired';
  readonly replyClass: string | null;
  readonly text: string | null;
  readonly at: Date;
};

/** Commits come out of order: a row may appear behind the mark for so long. */
const overlap = sql`interval '10 minutes'`;

/** Refusals without their event yet, oldest first. */
export async function listNewRefusals(db: Db, limit: number): Promise<readonly Refusal[]> {
  const { rows } = await sql<Refusal>`
    select attempt.id as "attemptId", attempt.delivery_id as "deliveryId", attempt.outcome,
      attempt.reply_class as "replyClass", attempt.reply_text as text, attempt.at
    from attempt
    where attempt.outcome in ('refused', 'expired')
      and attempt.at >= (select reached_at from feedback_mark where name = 'refusals') - ${overlap}
      and not exists (
        select from feedback_event where source = 'reply' and source_id = attempt.id::text
      )
      and exists (
        select from delivery where id = attempt.delivery_id and address <> 'erased'
          and coalesce(ended_at, created_at) > now() - interval '90 days'
      )
    order by attempt.at, attempt.id limit ${limit}
  `.execute(db);
  return rows;
}

/** All refusals up to this moment are taken in. */
export async function setReached(db: Db, at: Date): Promise<void> {
  await sql`
    update feedback_mark set reached_at = ${at} where name = 'refusals' and reached_at < ${at}
  `.execute(db);
}
