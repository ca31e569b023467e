-- Tiers, what they cost, and who holds one until when.

create table tier (
  id integer generated always as identity primary key,
  slug text not null constraint tier_slug unique,
  name text not null,
  description text not null,
  benefits text[] not null default '{}',
  -- Access grows with the rank; 0 is free and needs no entitlement.
  rank smallint not null constraint tier_rank unique,
  is_recommended boolean not null default false
);

create table price (
  id integer generated always as identity primary key,
  tier_id integer not null references tier (id),
  every text not null constraint price_every check (every in ('month', 'year')),
  amount_minor integer not null constraint price_amount check (amount_minor > 0),
  currency text not null,
  constraint price_once unique (tier_id, every, currency)
);

create table entitlement (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscriber (id),
  tier_id integer not null references tier (id),
  reason text not null constraint entitlement_reason check (reason in ('invoice', 'comp', 'staff', 'gift')),
  note text,
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  ended_at timestamptz,
  granted_by text not null
);
create index entitlement_subscriber on entitlement (subscriber_id) where ended_at is null;

-- A reader who confirmed and asked for a paid tier: the newsroom writes about payment, then grants it.
create table tier_request (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscriber (id),
  tier_id integer not null references tier (id),
  form text,
  article_slug text,
  asked_at timestamptz not null default now(),
  answered_at timestamptz
);
create unique index tier_request_open on tier_request (subscriber_id) where answered_at is null;
