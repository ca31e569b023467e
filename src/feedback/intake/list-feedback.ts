import { sql } from 'kysely';
import type { BounceClass } from '../../delivery/reply-classes/reply-class.ts';
import type { Db } from '../../platform/db.ts';
import type { FeedbackEffect, FeedbackKind, FeedbackSource } from './feedback-event.ts';

export type FeedbackLine = {
  readonly id: number;
  readonly kind: FeedbackKind;
  readonly source: FeedbackSource;
  /** Null once its reader was erased. */
  readonly addressKey: string | null;
  readonly foundBy: string;
  readonly class: BounceClass | null;
  readonly isHard: boolean;
  readonly status: string | null;
  readonly diagnostic: string | null;
  readonly effect: FeedbackEffect;
  readonly mailKind: string | null;
  readonly evidenceId: number | null;
  readonly happenedAt: Date;
};

const columns = sql`
  event.id, event.kind, event.source, event.address_key as "addressKey", event.found_by as "foundBy", event.class,
  event.is_hard as "isHard", event.status, event.diagnostic, event.effect, event.evidence_id as "evidenceId",
  event.happened_at as "happenedAt", mailing.kind as "mailKind"
`;
const tables = sql`
  feedback_event event left join delivery on delivery.id = event.delivery_id
  left join mailing on mailing.id = delivery.mailing_id
`;

/** What came back, newest first, from `before` on. */
export async function listFeedback(
  db: Db,
  query: {
    readonly kind?: FeedbackKind | undefined;
    readonly addressKey?: string | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<readonly FeedbackLine[]> {
  const conditions = [
    ...(query.kind === undefined ? [] : [sql`event.kind = ${query.kind}`]),
    ...(query.addressKey === undefined ? [] : [sql`event.address_key = ${query.addressKey}`]),
    ...(query.before === undefined ? [] : [sql`event.id < ${query.before}`]),
  ];
  const { rows } = await sql<FeedbackLine>`
    select ${columns} from ${tables}
    where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
    order by event.id desc limit ${query.limit}
  `.execute(db);
  return rows;
}

/** One event by its number. */
export async function findFeedback(db: Db, id: number): Promise<FeedbackLine | null> {
  const { rows } = await sql<FeedbackLine>`
    select ${columns} from ${tables} where event.id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}

/** How many reports wait to be read. */
export async function countUnreadReports(db: Db): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*) as unread from feedback_evidence where read_at is null
  `.execute(db);
  return rows[0]?.unread ?? 0;
}
