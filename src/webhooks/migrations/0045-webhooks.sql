-- What happens here is told to other programs. An event and who is to hear of it are written by triggers, in the transaction
-- of what happened: no way through the code can forget it, and nothing is told that was rolled back. A statement that
-- touches many rows is heard once. Where nobody listens, nothing is written. Rows name readers by their public ids only.

create table webhook_endpoint (
  id integer generated always as identity primary key,
  public_id text not null constraint webhook_endpoint_public_id unique,
  name text not null,
  url text not null,
  kinds text[] not null,
  -- The address of a reader is put in when an event leaves; it stands in no row.
  with_address boolean not null default false,
  sealed_secret bytea not null,
  -- The secret before, which signs as well until the receiver has taken the new one.
  sealed_old_secret bytea,
  old_secret_until timestamptz,
  is_on boolean not null default true,
  off_because text,
  -- The first failure after the last success.
  failing_since timestamptz,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table webhook_event (
  id bigint generated always as identity primary key,
  -- The id a receiver knows it by, the same at every attempt.
  public_id text not null default 'msg_' || replace(gen_random_uuid()::text, '-', '')
    constraint webhook_event_public_id unique,
  kind text not null,
  data jsonb not null,
  -- For what is found by looking: it is told once.
  once_key text constraint webhook_event_once unique,
  -- Set for a test and a replay of one: only this endpoint hears it.
  only_endpoint_id integer references webhook_endpoint (id),
  occurred_at timestamptz not null default now()
);
create index webhook_event_at on webhook_event (occurred_at);

create table webhook_delivery (
  id bigint generated always as identity primary key,
  endpoint_id integer not null references webhook_endpoint (id),
  event_id bigint not null references webhook_event (id),
  state text not null default 'waiting'
    constraint webhook_delivery_state check (state in ('waiting', 'taken', 'given-up')),
  tries integer not null default 0,
  due_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint webhook_delivery_once unique (endpoint_id, event_id)
);
create index webhook_delivery_due on webhook_delivery (due_at) where state = 'waiting';
create index webhook_delivery_event on webhook_delivery (event_id);

create table webhook_attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references webhook_delivery (id) on delete cascade,
  at timestamptz not null default now(),
  is_taken boolean not null,
  words text not null,
  took_ms integer not null
);
create index webhook_attempt_delivery on webhook_attempt (delivery_id, id);

create function is_webhook_wanted(wanted text) returns boolean language sql stable as $$
  select exists (select from webhook_endpoint where is_on and deleted_at is null and wanted = any (kinds))
$$;

create function address_webhook_events() returns trigger language plpgsql as $$
begin
  insert into webhook_delivery (endpoint_id, event_id)
  select endpoint.id, event.id from added event join webhook_endpoint endpoint
    on endpoint.deleted_at is null
    and (event.only_endpoint_id = endpoint.id
      or (event.only_endpoint_id is null and endpoint.is_on and event.kind = any (endpoint.kinds)));
  return null;
end $$;
create trigger webhook_event_addressed after insert on webhook_event
  referencing new table as added for each statement execute function address_webhook_events();

create function tell_subscription() returns trigger language plpgsql as $$
begin
  if not (is_webhook_wanted('reader.confirmed') or is_webhook_wanted('reader.left')) then return null; end if;
  insert into webhook_event (kind, data)
  select told.kind, jsonb_build_object('reader', subscriber.public_id, 'newsletter', newsletter.slug,
    'rhythm', told.rhythm)
  from (
    select subscriber_id, newsletter_id, after.rhythm,
      case after.state when 'ended' then 'reader.left' else 'reader.confirmed' end as kind
    from after join before using (subscriber_id, newsletter_id)
    where (after.state = 'ended' and before.state in ('active', 'paused'))
      or (after.state = 'active' and before.state in ('pending', 'ended'))
  ) told
  join subscriber on subscriber.id = told.subscriber_id join newsletter on newsletter.id = told.newsletter_id
  where is_webhook_wanted(told.kind);
  return null;
end $$;
create trigger subscription_told after update on subscription
  referencing old table as before new table as after for each statement execute function tell_subscription();

create function tell_subscriber() returns trigger language plpgsql as $$
begin
  if not (is_webhook_wanted('reader.address_changed') or is_webhook_wanted('reader.erased')) then
    return null;
  end if;
  insert into webhook_event (kind, data)
  select told.kind, jsonb_build_object('reader', told.public_id)
  from (
    select after.public_id,
      case after.address when 'erased' then 'reader.erased' else 'reader.address_changed' end as kind
    from after join before using (id) where after.address <> before.address
  ) told
  where is_webhook_wanted(told.kind);
  return null;
end $$;
create trigger subscriber_told after update on subscriber
  referencing old table as before new table as after for each statement execute function tell_subscriber();

create function tell_tier_granted() returns trigger language plpgsql as $$
begin
  if not is_webhook_wanted('reader.tier_changed') then return null; end if;
  insert into webhook_event (kind, data)
  select 'reader.tier_changed', jsonb_build_object('reader', subscriber.public_id, 'tier', tier.slug,
    'change', 'granted', 'reason', added.reason, 'until', added.ends_at)
  from added join subscriber on subscriber.id = added.subscriber_id join tier on tier.id = added.tier_id
  where added.ended_at is null;
  return null;
end $$;
create trigger entitlement_granted_told after insert on entitlement
  referencing new table as added for each statement execute function tell_tier_granted();

create function tell_tier_ended() returns trigger language plpgsql as $$
begin
  if not is_webhook_wanted('reader.tier_changed') then return null; end if;
  insert into webhook_event (kind, data)
  select 'reader.tier_changed', jsonb_build_object('reader', subscriber.public_id, 'tier', tier.slug,
    'change', 'ended', 'reason', after.reason, 'until', after.ended_at)
  from after join before using (id)
  join subscriber on subscriber.id = after.subscriber_id join tier on tier.id = after.tier_id
  where after.ended_at is not null and before.ended_at is null;
  return null;
end $$;
create trigger entitlement_ended_told after update on entitlement
  referencing old table as before new table as after for each statement execute function tell_tier_ended();

create function tell_story() returns trigger language plpgsql as $$
begin
  if not is_webhook_wanted('story.published') then return null; end if;
  insert into webhook_event (kind, data)
  select 'story.published', jsonb_build_object('story', slug, 'title', title, 'publishedAt', published_at) from added;
  return null;
end $$;
create trigger article_told after insert on article
  referencing new table as added for each statement execute function tell_story();
