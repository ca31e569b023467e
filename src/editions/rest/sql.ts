import { sql } from 'kysely';
import { isActiveNow, isKeptBack } from '../../audience/reachable.ts';
import { reactionSlots } from '../../feedback/reactions/reaction-links.ts';
import type { Db, Fragment } from '../../platform/db.ts';

export type RestRule = {
  readonly newsletterId: number;
  readonly isOn: boolean;
  readonly editions: number;
  readonly days: number;
  readonly waitDays: number;
};

type Silence = Pick<RestRule, 'newsletterId' | 'editions' | 'days'>;

/** True where a row of `mailing` could tell that somebody read it. */
const couldTell = sql`(
  mailing.slots @> ${JSON.stringify([{ name: reactionSlots.click }])}::jsonb
  or mailing.slots @> ${JSON.stringify([{ name: reactionSlots.open }])}::jsonb
)`;

/** When the reader of this number last gave a sign; null: never. */
const lastSign = (subscriberId: Fragment): Fragment => sql`greatest(
  (select max(reaction.last_at) from delivery read join reaction on reaction.delivery_id = read.id
    where read.recipient_id = ${subscriberId}
      and (reaction.reason is null or (reaction.kind = 'open' and reaction.reason = 'privacy proxy'))),
  (select max(used_at) from sign_in where sign_in.subscriber_id = ${subscriberId}),
  (select max(seen_at) from reader_session where reader_session.subscriber_id = ${subscriberId}),
  (select max(at) from consent where consent.subscriber_id = ${subscriberId} and act <> 'imported'),
  (select max(told.settled_at) from rest_question told where told.subscriber_id = ${subscriberId}
    and told.state in ('stays', 'came back', 'gave a sign'))
)`;

/** True where a row of `subscriber` reads with a tier above the free one, whoever pays for it. */
const holdsTier = sql`exists (
  select from entitlement join tier on tier.id = entitlement.tier_id
  where entitlement.subscriber_id = subscriber.id and tier.rank > 0 and entitlement.ended_at is null
    and (entitlement.ends_at is null or entitlement.ends_at > now())
)`;

/** True where rows of `subscription` and `subscriber` are about somebody who may be asked or put to rest. */
const isOpenToIt = (newsletterId: number): Fragment => sql`
  subscription.newsletter_id = ${newsletterId} and ${isActiveNow} and subscriber.erased_at is null
  and not ${isKeptBack(newsletterId)} and not ${holdsTier}
`;

/** What came to the reader since their last sign, from mails that could tell: how many, and since when. */
const silenceOf = (newsletterId: number): Fragment => sql`(
  select count(*)::integer as editions, min(delivery.ended_at) as since
  from delivery join edition on edition.mailing_id = delivery.mailing_id join mailing on mailing.id = delivery.mailing_id
  where delivery.recipient_id = subscription.subscriber_id and delivery.state = 'accepted'
    and edition.newsletter_id = ${newsletterId} and ${couldTell}
    and delivery.ended_at > coalesce(sign.at, '-infinity')
)`;

const isSilent = ({ editions, days }: Silence): Fragment => sql`
  silence.editions >= ${editions} and silence.since < now() - make_interval(days => ${days})
`;

export type SilentReader = {
  readonly subscriberId: number;
  readonly editions: number;
  readonly since: Date;
};

export type SilentPart = {
  readonly silent: readonly SilentReader[];
  /** The last reader that was looked at; null: there was none. */
  readonly last: number | null;
};

/** Looks at the next readers of a newsletter after one, in the order of their numbers. */
export async function listSilent(db: Db, rule: Silence, after: number, limit: number): Promise<SilentPart> {
  const { newsletterId } = rule;
  const { rows } = await sql<{ id: number; editions: number | null; since: Date | null }>`
    with part as (
      select subscription.subscriber_id from subscription
      where subscription.newsletter_id = ${newsletterId} and subscription.subscriber_id > ${after}
      order by subscription.subscriber_id limit ${limit}
    ),
    silent as (
      select subscription.subscriber_id, silence.editions, silence.since
      from part join subscription using (subscriber_id) join subscriber on subscriber.id = subscription.subscriber_id
        cross join lateral (select ${lastSign(sql`subscription.subscriber_id`)} as at) as sign
        cross join lateral ${silenceOf(newsletterId)} as silence
      where ${isOpenToIt(newsletterId)} and ${isSilent(rule)}
        and not exists (select from rest_question where rest_question.newsletter_id = ${newsletterId}
          and rest_question.subscriber_id = subscription.subscriber_id
          and (state = 'asked' or asked_at > now() - make_interval(days => ${rule.days})))
    )
    select part.subscriber_id as id, silent.editions, silent.since
    from part left join silent using (subscriber_id) order by part.subscriber_id
  `.execute(db);
  return {
    last: rows.at(-1)?.id ?? null,
    silent: rows.flatMap(({ id, editions, since }) =>
      editions === null || since === null ? [] : [{ subscriberId: id, editions, since }],
    ),
  };
}

/** How many of a newsletter's readers are silent; of every so many-th reader where they are very many. */
export async function countSilent(
  db: Db,
  rule: Silence,
  every: number,
): Promise<{ readonly looked: number; readonly silent: number }> {
  const { newsletterId } = rule;
  const { rows } = await sql<{ looked: number; silent: number }>`
    select count(*) as looked, count(*) filter (where ${isSilent(rule)}) as silent
    from subscription join subscriber on subscriber.id = subscription.subscriber_id
      cross join lateral (select ${lastSign(sql`subscription.subscriber_id`)} as at) as sign
      cross join lateral ${silenceOf(newsletterId)} as silence
    where subscription.subscriber_id % ${every} = 0 and ${isOpenToIt(newsletterId)}
  `.execute(db);
  return rows[0] ?? { looked: 0, silent: 0 };
}

export async function findRule(db: Db, newsletterId: number): Promise<RestRule | null> {
  const { rows } = await sql<RestRule>`
    select newsletter_id as "newsletterId", is_on as "isOn", editions, days, wait_days as "waitDays"
    from rest_rule where newsletter_id = ${newsletterId}
  `.execute(db);
  return rows[0] ?? null;
}

/** A change begins a new round. */
export async function writeRule(tx: Db, rule: RestRule): Promise<void> {
  await sql`
    insert into rest_rule (newsletter_id, is_on, editions, days, wait_days)
    values (${rule.newsletterId}, ${rule.isOn}, ${rule.editions}, ${rule.days}, ${rule.waitDays})
    on conflict (newsletter_id) do update set is_on = excluded.is_on, editions = excluded.editions, days = excluded.days,
      wait_days = excluded.wait_days, cursor = 0, looked_at = null, changed_at = now()
  `.execute(tx);
}

/** Rules whose round is under way or due: a day after the last one ended. */
export async function listDueRules(db: Db): Promise<ReadonlyArray<RestRule & { readonly cursor: number }>> {
  const { rows } = await sql<RestRule & { cursor: number }>`
    select newsletter_id as "newsletterId", is_on as "isOn", editions, days, wait_days as "waitDays", cursor
    from rest_rule join newsletter on newsletter.id = newsletter_id
    where is_on and (tracks_clicks or tracks_opens)
      and (cursor > 0 or looked_at is null or looked_at < now() - interval '1 day')
    order by newsletter_id
  `.execute(db);
  return rows;
}

export async function setCursor(tx: Db, newsletterId: number, cursor: number): Promise<void> {
  await sql`
    update rest_rule set cursor = ${cursor}, looked_at = case when ${cursor}::bigint = 0 then now() else looked_at end
    where newsletter_id = ${newsletterId}
  `.execute(tx);
}

/** False when another process is at it. To the end of the transaction. */
export async function lockRounds(tx: Db): Promise<boolean> {
  const { rows } = await sql<{
    isMine: boolean;
  }>`select pg_try_advisory_xact_lock(43, 0) as "isMine"`.execute(tx);
  return rows[0]?.isMine ?? false;
}

/** Null when there is an open one already. */
export async function insertQuestion(
  tx: Db,
  newsletterId: number,
  { subscriberId, editions, since }: SilentReader,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into rest_question (subscriber_id, newsletter_id, editions, silent_since)
    values (${subscriberId}, ${newsletterId}, ${editions}, ${since})
    on conflict (newsletter_id, subscriber_id) where state = 'asked' do nothing returning id
  `.execute(tx);
  return rows[0]?.id ?? null;
}

/** The occasion of a question's mail in the ledger. */
export const questionKey = (id: number): string => `rest question ${id}`;

/** Settles open questions that need no decision: a sign was given, or it is no question any more. */
export async function settleAnswered(tx: Db): Promise<void> {
  await sql`
    update rest_question set settled_at = now(),
      state = case when ${isActiveNow} and ${lastSign(sql`rest_question.subscriber_id`)} > rest_question.asked_at
        then 'gave a sign' else 'over' end
    from subscriber, subscription, newsletter
    where rest_question.state = 'asked' and subscriber.id = rest_question.subscriber_id
      and subscription.subscriber_id = rest_question.subscriber_id
      and subscription.newsletter_id = rest_question.newsletter_id and newsletter.id = rest_question.newsletter_id
      and (${lastSign(sql`rest_question.subscriber_id`)} > rest_question.asked_at or not ${isActiveNow} or subscriber.erased_at is not null
        or ${holdsTier} or not (tracks_clicks or tracks_opens)
        or not exists (select from rest_rule where rest_rule.newsletter_id = newsletter.id and is_on)
        or exists (select from suppression where suppression.address_key = subscriber.address_key and lifted_at is null
          and scope in ('everything', 'bulk', 'newsletter:' || newsletter.id)))
  `.execute(tx);
}

export type Question = {
  readonly id: number;
  readonly subscriberId: number;
  readonly newsletterId: number;
  readonly state: 'asked' | 'stays' | 'gave a sign' | 'at rest' | 'came back' | 'over';
  readonly editions: number;
  readonly silentSince: Date;
  readonly askedAt: Date;
  readonly settledAt: Date | null;
};

const questionColumns = sql`
  rest_question.id, rest_question.subscriber_id as "subscriberId", rest_question.newsletter_id as "newsletterId",
  rest_question.state, rest_question.editions, rest_question.silent_since as "silentSince",
  rest_question.asked_at as "askedAt", rest_question.settled_at as "settledAt"
`;

/** Questions that were heard by a mail server and not answered in their time; the others of that age are over. */
export async function takeUnanswered(tx: Db, limit: number): Promise<readonly Question[]> {
  const isHeard = sql`exists (
    select from delivery where delivery.recipient_id = rest_question.subscriber_id
      and delivery.once_key = 'rest question ' || rest_question.id and delivery.state = 'accepted'
  )`;
  const { rows } = await sql<Question>`
    update rest_question set state = case when ${isHeard} then 'at rest' else 'over' end, settled_at = now()
    from rest_rule
    where rest_rule.newsletter_id = rest_question.newsletter_id and rest_question.id in (
      select rest_question.id from rest_question join rest_rule using (newsletter_id)
      where state = 'asked' and asked_at < now() - make_interval(days => wait_days) order by asked_at limit ${limit}
    )
    returning ${questionColumns}
  `.execute(tx);
  return rows;
}

export async function findQuestion(tx: Db, id: number): Promise<Question | null> {
  const { rows } = await sql<Question>`
    select ${questionColumns} from rest_question where id = ${id} for update
  `.execute(tx);
  return rows[0] ?? null;
}

export async function setState(tx: Db, id: number, state: Question['state']): Promise<void> {
  await sql`update rest_question set state = ${state}, settled_at = now() where id = ${id}`.execute(tx);
}

/** What a reader was asked, the newest first: for their own copy of what we hold. */
export async function listQuestionsOf(db: Db, subscriberId: number): Promise<readonly Question[]> {
  const { rows } = await sql<Question>`
    select ${questionColumns} from rest_question where subscriber_id = ${subscriberId} order by id desc
  `.execute(db);
  return rows;
}

export type RestCounts = { readonly asked: number; readonly stayed: number; readonly resting: number };

export async function countQuestions(db: Db, newsletterId: number): Promise<RestCounts> {
  const { rows } = await sql<RestCounts>`
    select count(*) filter (where state = 'asked') as asked,
      count(*) filter (where state in ('stays', 'gave a sign', 'came back')) as stayed,
      count(*) filter (where state = 'at rest') as resting
    from rest_question where newsletter_id = ${newsletterId}
  `.execute(db);
  return rows[0] ?? { asked: 0, stayed: 0, resting: 0 };
}

export type RestingReader = Question & { readonly publicId: string; readonly address: string };

/** Who rests, the newest first. */
export async function listResting(
  db: Db,
  newsletterId: number,
  limit: number,
): Promise<readonly RestingReader[]> {
  const { rows } = await sql<RestingReader>`
    select ${questionColumns}, subscriber.public_id as "publicId", subscriber.address
    from rest_question join subscriber on subscriber.id = rest_question.subscriber_id
    where rest_question.newsletter_id = ${newsletterId} and state = 'at rest' and erased_at is null
    order by settled_at desc, rest_question.id desc limit ${limit}
  `.execute(db);
  return rows;
}
