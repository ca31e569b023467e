import type { RunPrepared } from '../sender-connection.ts';
import { leaseSeconds } from './window.ts';

/** What became of one row. `waiting` with a time is a retry; the outcome `postponed` is no attempt and leaves no trail. */
export type RowResult = {
  readonly id: number;
  readonly state: 'waiting' | 'accepted' | 'refused' | 'expired' | 'in doubt';
  readonly dueAt?: Date | undefined;
  /** The policy's decision, when a lost answer is followed by another copy. */
  readonly resolution?: 'resend' | undefined;
  readonly outcome: string;
  readonly stage?: string | undefined;
  readonly code?: number | undefined;
  readonly replyClass?: string | undefined;
  readonly text?: string | undefined;
};

export type WindowCommit = {
  /** Every row this sender may be handing over once the statement is committed. */
  readonly handingOver: readonly number[];
  /** The part of `handingOver` that is new: these are asked for leave. */
  readonly next: ReadonlyArray<{ readonly id: number; readonly version: number }>;
  readonly results: readonly RowResult[];
};

export type WindowOutcome = {
  /** False when the sender was declared gone: it must hand over nothing more. */
  readonly isAlive: boolean;
  readonly allowed: readonly number[];
};

/**
 * Parameters: the sender, its window, the part of it that is new, ids and replies of accepted rows (nearly all of them, so
 * they come as two plain arrays), every other result as JSON, the text of each new row (one that was corrected since it was
 * read is not allowed, and read again), the ids of all results, and how many were refused, put back and left in doubt, for
 * the sender's own figures. The ids look redundant and are not: the plan may be made
 * while the ledger is empty and is kept, and only a list of ids makes it go by ids whatever the ledger grows to.
 */
const statement = {
  name: 'commit window',
  text: `
    with me as (
      update sender set handing_over = $2::bigint[], lease_until = now() + make_interval(secs => ${leaseSeconds}),
        accepted = accepted + cardinality($4::bigint[]), refused = refused + ($9::integer[])[1],
        put_back = put_back + ($9::integer[])[2], in_doubt = in_doubt + ($9::integer[])[3]
      where id = $1::bigint and gone_at is null
      returning id
    ),
    result as (
      select id, 'accepted' as state, null::timestamptz as due_at, null::text as resolution, 'accepted' as outcome,
        null::text as stage, 250::smallint as code, null::text as class, words
      from unnest($4::bigint[], $5::text[]) as accepted (id, words)
      where exists (select from me)
      union all
      select id, state, "dueAt", resolution, outcome, stage, code, "replyClass", text
      from jsonb_to_recordset($6::jsonb) as other (
        id bigint, state text, "dueAt" timestamptz, resolution text, outcome text, stage text, code smallint,
        "replyClass" text, text text
      )
      where exists (select from me)
    ),
    written as (
      update delivery
      set state = result.state, due_at = result.due_at,
        attempts = delivery.attempts + case when result.outcome in ('expired', 'postponed') then 0 else 1 end,
        resolution = case when result.state = 'in doubt' then null else coalesce(result.resolution, delivery.resolution) end,
        reply_code = coalesce(result.code, case when result.outcome = 'postponed' then delivery.reply_code end),
        reply_class = coalesce(result.class, case when result.outcome = 'postponed' then delivery.reply_class end),
        reply_text = coalesce(result.words, case when result.outcome = 'postponed' then delivery.reply_text end),
        ended_at = case when result.state = 'waiting' then null else now() end
      from result
      where delivery.id = result.id and delivery.id = any ($8::bigint[])
        and (delivery.state = 'waiting' or (delivery.state = 'stopped' and result.state <> 'waiting'))
      returning delivery.id, delivery.state
    ),
    trail as (
      insert into attempt (delivery_id, sender_id, outcome, stage, reply_code, reply_class, reply_text)
      select result.id, $1::bigint, result.outcome, result.stage, result.code, result.class, result.words
      from result join written on written.id = result.id where result.outcome <> 'postponed'
    ),
    bodies as (
      delete from delivery_body using written
      where delivery_body.delivery_id = written.id and delivery_body.delivery_id = any ($8::bigint[])
        and written.state not in ('waiting', 'in doubt')
    ),
    asked as (
      select delivery.id, mailing.state = 'sending' as is_sending, (
        select suppression.reason from suppression
        where suppression.address_key = delivery.address_key and suppression.lifted_at is null
          and suppression.scope = any (mailing.suppression_scopes)
        limit 1
      ) as suppressed_because
      from delivery join mailing on mailing.id = delivery.mailing_id
      where delivery.id = any ($3::bigint[]) and delivery.state = 'waiting' and exists (select from me)
        and delivery.version = ($7::smallint[])[array_position($3::bigint[], delivery.id)]
    ),
    kept_back as (
      update delivery set state = 'suppressed', reply_text = asked.suppressed_because, ended_at = now()
      from asked
      where delivery.id = asked.id and delivery.id = any ($3::bigint[]) and asked.suppressed_because is not null
    )
    select exists (select from me) as "isAlive",
      to_json(array(select id from asked where is_sending and suppressed_because is null)) as allowed
  `,
};

/** An array of PostgreSQL's as a text of its own: numbers need no quotes, and there are hundreds in each commit. */
const idArray = (ids: readonly number[]): string => `{${ids.join(',')}}`;

/** Refused, put back, in doubt. */
function countOthers(others: readonly RowResult[]): readonly number[] {
  const count = (isOne: (result: RowResult) => boolean) => others.filter(isOne).length;
  return [
    count(({ state }) => state === 'refused'),
    count(({ state, outcome }) => state === 'waiting' && outcome !== 'postponed' && outcome !== 'in doubt'),
    count(({ outcome }) => outcome === 'in doubt'),
  ];
}

/**
 * The group commit, in one statement: renews the lease and writes the durable window (before the first byte of any row in
 * it), writes the results of finished rows with their trail, deletes bodies that carried tokens, settles rows whose reader
 * has left since, and says which of the next rows are still allowed.
 * Repeating it after a lost answer changes nothing but the sender's figures. A real result outranks 'stopped': the mail did leave.
 */
export async function commitWindow(
  run: RunPrepared,
  senderId: number,
  { handingOver, next, results }: WindowCommit,
): Promise<WindowOutcome> {
  const accepted = results.filter((result) => result.state === 'accepted');
  const others = results.filter((result) => result.state !== 'accepted');
  const rows = await run<WindowOutcome>(statement, [
    senderId,
    idArray(handingOver),
    idArray(next.map((row) => row.id)),
    idArray(accepted.map((result) => result.id)),
    accepted.map((result) => result.text ?? null),
    JSON.stringify(others),
    idArray(next.map((row) => row.version)),
    idArray(results.map((result) => result.id)),
    idArray(countOthers(others)),
  ]);
  return rows[0] ?? { isAlive: false, allowed: [] };
}
