-- Growth: who came and who went, counted in the transaction in which it happens.
--
-- A reader stands on the list while they have a subscription (active or paused) and nothing keeps all mail from them. Every
-- step on or off the list becomes a line of `growth_note`; lines are only added, so that nobody waits for a counter and
-- nobody can lock in a circle with it. `fold_growth` moves them into the sums that pages read; a page reads both, so a figure is
-- true at every commit. See src/audience/growth/README.md.

create table reader_standing (
  subscriber_id bigint primary key references subscriber (id) on delete cascade,
  newsletters integer not null,
  is_kept_back boolean not null default false,
  -- How often they came onto the list; 1: for the first time.
  times_joined integer not null default 0,
  joined_on date
);

create table growth_note (
  id bigint generated always as identity primary key,
  day date not null,
  -- 0: the paper as a whole.
  newsletter_id integer not null,
  kind text not null constraint growth_note_kind check
    (kind in ('confirmed', 'imported', 'returned', 'left', 'kept back', 'erased', 'undone')),
  -- When these readers first came, and through what; only for the paper as a whole.
  joined_on date,
  form text,
  article_slug text,
  readers integer not null
);

create table growth_day (
  day date not null,
  newsletter_id integer not null,
  kind text not null,
  readers integer not null,
  constraint growth_day_once primary key (newsletter_id, day, kind)
);

-- Readers by the month in which they first came, and by the month in which they went or returned.
create table growth_cohort (
  joined_month date not null,
  month date not null,
  came integer not null,
  went integer not null,
  constraint growth_cohort_once primary key (joined_month, month)
);

-- What earned readers: the form and the story, by the month in which they first came.
create table growth_source (
  joined_month date not null,
  form text not null,
  article_slug text not null,
  came integer not null,
  went integer not null,
  constraint growth_source_once primary key (joined_month, form, article_slug)
);

-- The date on the newsroom's wall.
create function newsroom_day(at timestamptz) returns date language sql stable as $$
  select (at at time zone coalesce((select time_zone from publication), 'UTC'))::date
$$;

-- Whether anything keeps all bulk mail from an address, and what: the newest reason.
create function bulk_goodbye(key text) returns text language sql stable as $$
  select reason from suppression where address_key = key and scope in ('bulk', 'everything') and lifted_at is null
  order by id desc limit 1
$$;

create function growth_kind_of_reason(reason text) returns text language sql immutable as $$
  select case when reason in ('erased', 'being erased') then 'erased' when reason = 'import undone' then 'undone'
    when reason like 'left%' or reason like 'Left%' or reason like 'taken off%' then 'left' else 'kept back' end
$$;

-- Steps of readers on (1) or off (-1) newsletters, and why. Called by the triggers below with what one statement changed.
create function note_subscriptions(readers bigint[], papers integer[], steps integer[], reasons text[])
returns void language plpgsql as $$
declare
  today date := newsroom_day(now());
begin
  if coalesce(cardinality(readers), 0) = 0 then
    return;
  end if;
  -- The paper as a whole: readers whose first newsletter came or whose last one went.
  with step as (
    select * from unnest(readers, papers, steps, reasons) as step (subscriber_id, newsletter_id, step, reason)
  ),
  person as (
    select subscriber_id, sum(step) as step, max(reason) as reason from step group by subscriber_id
  ),
  stood as (
    insert into reader_standing as standing (subscriber_id, newsletters, is_kept_back, times_joined, joined_on)
    select person.subscriber_id, person.step, goodbye is not null,
      case when person.step > 0 and goodbye is null then 1 else 0 end,
      case when person.step > 0 and goodbye is null then today end
    from person join subscriber on subscriber.id = person.subscriber_id
      -- Written out: a function would be called for each row of a large import.
      left join lateral (
        select reason as goodbye from suppression where address_key = subscriber.address_key and lifted_at is null
          and scope in ('bulk', 'everything') order by suppression.id desc limit 1
      ) as kept on true
    where person.step <> 0 order by person.subscriber_id
    on conflict (subscriber_id) do update set newsletters = standing.newsletters + excluded.newsletters,
      times_joined = standing.times_joined + case when not standing.is_kept_back and standing.newsletters <= 0
        and standing.newsletters + excluded.newsletters > 0 then 1 else 0 end,
      joined_on = coalesce(standing.joined_on, case when not standing.is_kept_back
        and standing.newsletters + excluded.newsletters > 0 then today end)
    returning subscriber_id, newsletters, is_kept_back, times_joined, joined_on
  ),
  moved as (
    select stood.joined_on, subscriber.form, subscriber.article_slug,
      case when stood.newsletters <= 0 then growth_kind_of_reason(coalesce(person.reason, 'left'))
        when stood.times_joined > 1 then 'returned'
        when subscriber.import_id is not null then 'imported' else 'confirmed' end as kind
    from stood join person using (subscriber_id) join subscriber on subscriber.id = stood.subscriber_id
    where not stood.is_kept_back and (stood.newsletters > 0) <> (stood.newsletters - person.step > 0)
  )
  insert into growth_note (day, newsletter_id, kind, joined_on, form, article_slug, readers)
  select today, 0, kind, joined_on, form, article_slug, count(*) from moved group by kind, joined_on, form, article_slug;

  -- Each newsletter by itself, for readers whom mail may reach.
  insert into growth_note (day, newsletter_id, kind, readers)
  select today, step.newsletter_id,
    case when step.step < 0 then growth_kind_of_reason(coalesce(step.reason, 'left')) when step.reason = 'again' then 'returned'
      when step.reason = 'import' then 'imported' else 'confirmed' end, count(*)
  from unnest(readers, papers, steps, reasons) as step (subscriber_id, newsletter_id, step, reason)
  join reader_standing using (subscriber_id)
  where not is_kept_back group by 2, 3;
end $$;

create function note_subscriptions_added() returns trigger language plpgsql as $$
begin
  perform note_subscriptions(array_agg(subscriber_id), array_agg(newsletter_id), array_agg(1),
    array_agg(case when import_id is not null then 'import' end))
  from now_there where state in ('active', 'paused');
  return null;
end $$;

create function note_subscriptions_changed() returns trigger language plpgsql as $$
begin
  perform note_subscriptions(array_agg(now_there.subscriber_id), array_agg(now_there.newsletter_id),
    array_agg(case when now_there.state in ('active', 'paused') then 1 else -1 end),
    array_agg(case when now_there.state not in ('active', 'paused') then coalesce(now_there.ended_because, 'left')
      when was_there.state = 'ended' or was_there.started_at is not null then 'again' end))
  from now_there join was_there using (newsletter_id, subscriber_id)
  where (now_there.state in ('active', 'paused')) <> (was_there.state in ('active', 'paused'));
  return null;
end $$;

create function note_subscriptions_gone() returns trigger language plpgsql as $$
begin
  perform note_subscriptions(array_agg(subscriber_id), array_agg(newsletter_id), array_agg(-1),
    array_agg('import undone'::text))
  from was_there where state in ('active', 'paused');
  return null;
end $$;

create trigger subscription_growth_added after insert on subscription
  referencing new table as now_there for each statement execute function note_subscriptions_added();
create trigger subscription_growth_changed after update on subscription
  referencing old table as was_there new table as now_there for each statement execute function note_subscriptions_changed();
create trigger subscription_growth_gone after delete on subscription
  referencing old table as was_there for each statement execute function note_subscriptions_gone();

-- Readers whose mail is kept back altogether, or goes again. An erasure takes suppressions away at its end: that is no return.
create function note_kept_back(keys text[]) returns void language plpgsql as $$
declare
  today date := newsroom_day(now());
begin
  if coalesce(cardinality(keys), 0) = 0 or current_setting('doorstep.erasing', true) = 'on' then
    return;
  end if;
  with looked as (
    select subscriber.id, bulk_goodbye(subscriber.address_key) as goodbye
    from (select distinct key from unnest(keys) as key) as asked join subscriber on subscriber.address_key = asked.key
  ),
  turned as (
    update reader_standing as standing set is_kept_back = looked.goodbye is not null,
      times_joined = standing.times_joined + case when looked.goodbye is null and standing.newsletters > 0 then 1 else 0 end,
      joined_on = coalesce(standing.joined_on, case when looked.goodbye is null and standing.newsletters > 0 then today end)
    from looked where looked.id = standing.subscriber_id and standing.is_kept_back <> (looked.goodbye is not null)
    returning standing.subscriber_id, standing.newsletters, standing.times_joined, standing.joined_on, looked.goodbye
  ),
  moved as (
    select turned.*, subscriber.form, subscriber.article_slug,
      case when goodbye is not null then growth_kind_of_reason(goodbye) when times_joined > 1 then 'returned'
        else 'confirmed' end as kind
    from turned join subscriber on subscriber.id = turned.subscriber_id where turned.newsletters > 0
  ),
  whole as (
    insert into growth_note (day, newsletter_id, kind, joined_on, form, article_slug, readers)
    select today, 0, kind, joined_on, form, article_slug, count(*) from moved group by kind, joined_on, form, article_slug
  )
  insert into growth_note (day, newsletter_id, kind, readers)
  select today, subscription.newsletter_id, kind, count(*)
  from moved join subscription using (subscriber_id) where subscription.state in ('active', 'paused')
  group by subscription.newsletter_id, kind;
end $$;

create function note_suppressed() returns trigger language plpgsql as $$
begin
  perform note_kept_back(array_agg(address_key)) from now_there where scope in ('bulk', 'everything');
  return null;
end $$;
create function note_released() returns trigger language plpgsql as $$
begin
  perform note_kept_back(array_agg(address_key)) from was_there where scope in ('bulk', 'everything');
  return null;
end $$;
create trigger suppression_growth_added after insert on suppression
  referencing new table as now_there for each statement execute function note_suppressed();
create trigger suppression_growth_changed after update on suppression
  referencing old table as was_there for each statement execute function note_released();
create trigger suppression_growth_gone after delete on suppression
  referencing old table as was_there for each statement execute function note_released();

-- Moves lines into the sums, one process at a time; whoever finds another at it leaves.
create function fold_growth() returns bigint language plpgsql as $$
declare
  folded bigint;
begin
  if not pg_try_advisory_xact_lock(41, 0) then
    return 0;
  end if;
  with gone as (
    delete from growth_note
    returning day, newsletter_id, kind, joined_on, coalesce(form, '') as form, coalesce(article_slug, '') as article_slug, readers,
      case when kind in ('confirmed', 'imported', 'returned') then readers else 0 end as came,
      case when kind in ('confirmed', 'imported', 'returned') then 0 else readers end as went
  ),
  days as (
    insert into growth_day (day, newsletter_id, kind, readers)
    select day, newsletter_id, kind, sum(readers) from gone group by day, newsletter_id, kind
    on conflict (newsletter_id, day, kind) do update set readers = growth_day.readers + excluded.readers
  ),
  cohorts as (
    insert into growth_cohort (joined_month, month, came, went)
    select date_trunc('month', joined_on), date_trunc('month', day), sum(came), sum(went)
    from gone where newsletter_id = 0 and joined_on is not null group by 1, 2
    on conflict (joined_month, month)
    do update set came = growth_cohort.came + excluded.came, went = growth_cohort.went + excluded.went
  ),
  sources as (
    insert into growth_source (joined_month, form, article_slug, came, went)
    select date_trunc('month', joined_on), form, article_slug, sum(case when kind = 'returned' then 0 else came end),
      sum(case when kind = 'returned' then -came else went end)
    from gone where newsletter_id = 0 and joined_on is not null group by 1, 2, 3
    on conflict (joined_month, form, article_slug)
    do update set came = growth_source.came + excluded.came, went = growth_source.went + excluded.went
  )
  select count(*) into folded from gone;
  return folded;
end $$;

-- What is there already. Returns and earlier goodbyes are not known: everybody came once, and went once if they are gone.
create temporary table newsroom on commit drop as
  select coalesce((select time_zone from publication), 'UTC') as zone;

insert into reader_standing (subscriber_id, newsletters, is_kept_back, times_joined, joined_on)
select subscriber_id, count(*) filter (where state in ('active', 'paused')), bool_or(kept.back), 1,
  (min(started_at) at time zone (select zone from newsroom))::date
from subscription join subscriber on subscriber.id = subscriber_id
  cross join lateral (
    select exists (select from suppression where address_key = subscriber.address_key and lifted_at is null
      and scope in ('bulk', 'everything')) as back
  ) as kept
where started_at is not null
group by subscriber_id;

insert into growth_note (day, newsletter_id, kind, joined_on, form, article_slug, readers)
select joined_on, 0, case when subscriber.import_id is null then 'confirmed' else 'imported' end, joined_on, form, article_slug,
  count(*)
from reader_standing join subscriber on subscriber.id = subscriber_id
group by 1, 3, form, article_slug;

insert into growth_note (day, newsletter_id, kind, joined_on, form, article_slug, readers)
select greatest((went.at at time zone (select zone from newsroom))::date, joined_on), 0, went.kind, joined_on, form, article_slug,
  count(*)
from reader_standing join subscriber on subscriber.id = subscriber_id
  cross join lateral (
    select case when subscriber.erased_at is not null then 'erased'
        when newsletters > 0 then growth_kind_of_reason(bulk_goodbye(subscriber.address_key))
        else growth_kind_of_reason(coalesce((select max(ended_because) from subscription
          where subscription.subscriber_id = subscriber.id), 'left')) end as kind,
      coalesce(subscriber.erased_at,
        case when newsletters > 0 then (select max(created_at) from suppression where address_key = subscriber.address_key
          and lifted_at is null and scope in ('bulk', 'everything')) end,
        (select max(ended_at) from subscription where subscription.subscriber_id = subscriber.id), now()) as at
  ) as went
where newsletters <= 0 or is_kept_back
group by 1, 3, joined_on, form, article_slug;

insert into growth_note (day, newsletter_id, kind, readers)
select (started_at at time zone (select zone from newsroom))::date, newsletter_id,
  case when subscription.import_id is null then 'confirmed' else 'imported' end, count(*)
from subscription where started_at is not null group by 1, 2, 3;

insert into growth_note (day, newsletter_id, kind, readers)
select (greatest(coalesce(ended_at, now()), started_at) at time zone (select zone from newsroom))::date, newsletter_id,
  growth_kind_of_reason(case when state in ('active', 'paused') then bulk_goodbye(subscriber.address_key)
    else coalesce(ended_because, 'left') end), count(*)
from subscription join subscriber on subscriber.id = subscriber_id left join reader_standing using (subscriber_id)
where started_at is not null and (state not in ('active', 'paused') or is_kept_back)
group by 1, 2, 3;

select fold_growth();
