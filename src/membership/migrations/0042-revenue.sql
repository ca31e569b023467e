-- What paid subscriptions bring in a month, by tier and currency: each change added to a day's sum in the transaction that makes
-- it. A yearly price counts as a twelfth a month; a trial counts when it is paid for; a payment that failed counts until the
-- subscription ends or is given up.

create table revenue_day (
  day date not null,
  tier_id integer not null references tier (id),
  currency text not null,
  kind text not null constraint revenue_day_kind check (kind in ('new', 'returned', 'upgraded', 'downgraded', 'moved', 'lost')),
  -- Subscriptions more or less at this tier.
  members integer not null,
  -- How often it happened; a change of tier counts at the tier it leads to.
  times integer not null,
  mrr_minor bigint not null,
  constraint revenue_day_once primary key (day, tier_id, currency, kind)
);

create function mrr_of(state text, every text, amount_minor integer) returns bigint language sql immutable as $$
  select case when state not in ('active', 'past due') then 0
    when every = 'year' then round(amount_minor / 12.0)::bigint else amount_minor::bigint end
$$;

create function note_revenue() returns trigger language plpgsql as $$
declare
  paid boolean := new.state in ('active', 'past due');
  paid_before boolean := tg_op = 'UPDATE' and old.state in ('active', 'past due');
  mrr bigint := mrr_of(new.state, new.every, new.amount_minor);
  mrr_before bigint := 0;
  what text;
begin
  if tg_op = 'UPDATE' then
    mrr_before := mrr_of(old.state, old.every, old.amount_minor);
  end if;
  if not paid and not paid_before then
    return null;
  end if;
  if paid and paid_before and new.tier_id = old.tier_id and new.currency = old.currency and mrr = mrr_before then
    return null;
  end if;
  what := case when not paid then 'lost'
    when not paid_before then case when tg_op = 'UPDATE' and old.state <> 'trial' then 'returned' else 'new' end
    when new.currency <> old.currency or mrr = mrr_before then 'moved'
    when mrr > mrr_before then 'upgraded' else 'downgraded' end;
  insert into revenue_day as kept (day, tier_id, currency, kind, members, times, mrr_minor)
  select newsroom_day(now()), change.tier_id, change.currency, what, sum(change.members), sum(change.times), sum(change.mrr)
  from (
    select new.tier_id as tier_id, new.currency as currency, 1 as members, 1 as times, mrr as mrr where paid
    union all
    select old.tier_id, old.currency, -1, case when paid then 0 else 1 end, -mrr_before where paid_before
  ) as change
  group by change.tier_id, change.currency order by change.tier_id, change.currency
  on conflict (day, tier_id, currency, kind) do update set members = kept.members + excluded.members,
    times = kept.times + excluded.times, mrr_minor = kept.mrr_minor + excluded.mrr_minor;
  return null;
end $$;
create trigger membership_revenue after insert or update on membership for each row execute function note_revenue();

-- What is there already: at the price of now, since earlier ones are not kept.
insert into revenue_day (day, tier_id, currency, kind, members, times, mrr_minor)
select newsroom_day(started_at), tier_id, currency, 'new', count(*), count(*), sum(mrr_of('active', every, amount_minor))
from membership
where state in ('active', 'past due') or state in ('ended', 'unpaid') and (trial_ends_at is null or ended_at > trial_ends_at)
group by 1, 2, 3;
insert into revenue_day (day, tier_id, currency, kind, members, times, mrr_minor)
select newsroom_day(greatest(coalesce(ended_at, seen_at), started_at)), tier_id, currency, 'lost', -count(*), count(*),
  -sum(mrr_of('active', every, amount_minor))
from membership where state in ('ended', 'unpaid') and (trial_ends_at is null or ended_at > trial_ends_at)
group by 1, 2, 3;
