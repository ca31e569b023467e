-- Memberships that are paid for, given away, or shared by a group. What they open is an entitlement; this is why it is there.

create table membership (
  id bigint generated always as identity primary key,
  public_id text not null constraint membership_public_id unique,
  subscriber_id bigint not null references subscriber (id),
  tier_id integer not null references tier (id),
  -- Who takes the money, and what they call it.
  provider text not null,
  provider_ref text not null,
  customer_ref text,
  every text not null constraint membership_every check (every in ('month', 'year')),
  amount_minor integer not null,
  currency text not null,
  state text not null constraint membership_state check (state in ('trial', 'active', 'past due', 'unpaid', 'ended')),
  period_ends_at timestamptz,
  trial_ends_at timestamptz,
  ends_with_period boolean not null default false,
  -- When payment failed first: the days of grace count from here.
  past_due_since timestamptz,
  -- The form and the story that earned it.
  form text,
  article_slug text,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- When the provider was asked last: what it said then stands here.
  seen_at timestamptz not null,
  constraint membership_once unique (provider, provider_ref)
);
create index membership_subscriber on membership (subscriber_id);

alter table entitlement add column membership_id bigint references membership (id);
create unique index entitlement_membership on entitlement (membership_id) where membership_id is not null and ended_at is null;
alter table entitlement drop constraint entitlement_reason;
alter table entitlement add constraint entitlement_reason
  check (reason in ('invoice', 'comp', 'staff', 'gift', 'payment', 'group'));

-- What the provider told us, by its own id: handled once, however often and in whatever order it comes. Nothing about a person
-- is kept of it: what is true is asked for anew.
create table payment_event (
  provider text not null,
  event_id text not null,
  type text not null,
  object_ref text,
  happened_at timestamptz not null,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  problem text,
  constraint payment_event_once primary key (provider, event_id)
);
create index payment_event_open on payment_event (received_at) where handled_at is null;

create table refund (
  provider text not null,
  provider_ref text not null,
  customer_ref text,
  amount_minor integer not null,
  currency text not null,
  at timestamptz not null,
  constraint refund_once primary key (provider, provider_ref)
);

-- A subscription that somebody gives away: a link that one person claims.
create table gift (
  id integer generated always as identity primary key,
  public_id text not null constraint gift_public_id unique,
  token_hash text not null constraint gift_token unique,
  tier_id integer not null references tier (id),
  months smallint not null constraint gift_months check (months between 1 and 36),
  giver_name text,
  recipient_address text,
  message text,
  made_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  claimed_by bigint references subscriber (id),
  claimed_at timestamptz
);

-- Seats of one tier for a school, a library, a firm.
create table member_group (
  id integer generated always as identity primary key,
  public_id text not null constraint member_group_public_id unique,
  name text not null,
  tier_id integer not null references tier (id),
  seats integer not null constraint member_group_seats check (seats between 1 and 100000),
  -- Whoever confirms an address of this domain takes a seat; none: by invitation alone.
  mail_domain text,
  -- Opens the page on which somebody takes a seat.
  token_hash text not null constraint member_group_token unique,
  ends_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index member_group_domain on member_group (mail_domain) where ended_at is null and mail_domain is not null;

alter table entitlement add column group_id integer references member_group (id);
create unique index entitlement_seat on entitlement (group_id, subscriber_id) where group_id is not null and ended_at is null;

create table payment_setting (
  id smallint primary key default 1 constraint payment_setting_single check (id = 1),
  -- Days a first subscription is free; 0 for none.
  trial_days smallint not null default 0 constraint payment_setting_trial check (trial_days between 0 and 90),
  -- Days a reader keeps access after a payment failed.
  grace_days smallint not null default 7 constraint payment_setting_grace check (grace_days between 0 and 60),
  -- Per cent off the next payment, offered once to somebody who is about to leave; 0 for none.
  retention_percent smallint not null default 0 constraint payment_setting_retention check (retention_percent between 0 and 100),
  has_automatic_tax boolean not null default false
);
insert into payment_setting default values;

-- The last comparison of all memberships with what the provider says.
create table reconciliation (
  provider text primary key,
  at timestamptz not null default now(),
  differences jsonb not null default '[]'
);
