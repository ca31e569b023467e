-- The ledger: every mail that leaves is a row here. See src/delivery/README.md for the protocol these tables carry.

create table mailing (
  id bigint generated always as identity primary key,
  kind text not null,
  -- A standing mailing is shared by all single mails of its kind and never ends.
  standing boolean not null default false,
  priority smallint not null constraint mailing_priority check (priority between 1 and 4),
  -- A suppression of one of these scopes keeps the mail back.
  suppression_scopes text[] not null,
  sender_name text not null,
  sender_address text not null,
  reply_to text,
  mail_domain text not null,
  list_id text,
  list_name text,
  -- Where the one-click address of List-Unsubscribe comes from: a slot's name, or none for mail nobody can leave.
  unsubscribe_slot text,
  -- [{name, kind: 'field', position} | {name, kind: 'link', base, purpose, ref}]
  slots jsonb not null default '[]',
  auto_submitted boolean not null,
  key_id smallint not null references signing_key (id),
  in_doubt_policy text not null constraint mailing_in_doubt_policy check (in_doubt_policy in ('ask', 'resend', 'rest')),
  deadline interval not null,
  state text not null constraint mailing_state check (state in ('freezing', 'sending', 'paused', 'stopped', 'undone')),
  -- Why it is paused, in words, when it was not a person who paused it.
  pause_reason text,
  -- The undo window: nothing is claimed before this moment.
  release_at timestamptz not null default now(),
  freeze_cursor bigint not null default 0,
  audience integer not null default 0,
  created_at timestamptz not null default now(),
  frozen_at timestamptz,
  ended_at timestamptz
);
create unique index mailing_standing on mailing (kind) where standing;

-- The rendered mail of a mailing, cut into pieces; a corrected version is a new row.
create table mailing_content (
  mailing_id bigint not null references mailing (id),
  variant smallint not null,
  version smallint not null,
  content jsonb not null,
  created_at timestamptz not null default now(),
  constraint mailing_content_once primary key (mailing_id, variant, version)
);

-- Why a subscriber of the audience's newsletter got no row at the freeze.
create table mailing_left_out (
  mailing_id bigint not null references mailing (id),
  reason text not null,
  readers integer not null,
  constraint mailing_left_out_once primary key (mailing_id, reason)
);

-- One row per sender process that ever ran: its id is the fencing epoch. `handing_over` is its durable window.
create table sender (
  id bigint generated always as identity primary key,
  host text not null,
  pid integer not null,
  handing_over bigint[] not null default '{}',
  lease_until timestamptz not null,
  -- What holds this sender up, in words, and until when it waits: shown beside the progress.
  brake text,
  brake_until timestamptz,
  started_at timestamptz not null default now(),
  gone_at timestamptz
);
create index sender_live on sender (lease_until) where gone_at is null;

-- Up to a thousand deliveries of one mailing, which one sender works on at a time.
create table delivery_chunk (
  id bigint generated always as identity primary key,
  mailing_id bigint not null references mailing (id),
  priority smallint not null,
  first_delivery_id bigint not null,
  last_delivery_id bigint not null,
  due_at timestamptz not null,
  sender_id bigint references sender (id),
  -- The Date header of every mail in it: set when the chunk is first claimed, so that each attempt carries the same.
  dated_at timestamptz
);
create index delivery_chunk_due on delivery_chunk (priority, due_at) where sender_id is null;
create index delivery_chunk_sender on delivery_chunk (sender_id) where sender_id is not null;
create index delivery_chunk_mailing on delivery_chunk (mailing_id);

create table delivery (
  id bigint generated always as identity primary key,
  mailing_id bigint not null references mailing (id),
  -- Who this is to the rooms above; opaque here.
  recipient_id bigint,
  address text not null,
  address_key text not null,
  variant smallint not null default 0,
  version smallint not null default 1,
  block_mask bigint not null default 0,
  fields text[] not null default '{}',
  state text not null default 'waiting' constraint delivery_state check
    (state in ('waiting', 'accepted', 'refused', 'suppressed', 'expired', 'stopped', 'in doubt')),
  -- What a person or the policy decided about a row in doubt: 'resend' or 'rest'. Never turns it into accepted.
  resolution text constraint delivery_resolution check (resolution in ('resend', 'rest')),
  due_at timestamptz,
  attempts smallint not null default 0,
  -- The reply that decided it, or the newest reply of a row that waits.
  reply_code smallint,
  reply_class text,
  reply_text text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  -- A standing mailing (confirmations, welcomes …) may write to an address more than once: this names the occasion.
  once_key text
) with (fillfactor = 80);
-- The constraint behind "nobody twice": one row per address, or per occasion in a standing mailing.
create unique index delivery_once on delivery (mailing_id, (coalesce(once_key, address_key)));
create index delivery_recipient on delivery (recipient_id, id desc);

-- The ready bytes of a single mail that carries a token: encrypted, and gone when the row reaches its end.
create table delivery_body (
  delivery_id bigint primary key references delivery (id),
  sealed_bytes bytea not null
);

-- Append only: one row for each SMTP conversation about a delivery.
create table attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null,
  sender_id bigint not null,
  outcome text not null,
  stage text,
  reply_code smallint,
  reply_class text,
  reply_text text,
  at timestamptz not null default now()
);
create index attempt_delivery on attempt (delivery_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end $$;
create trigger attempt_append_only before update on attempt for each statement execute function refuse_change();

create table suppression (
  id bigint generated always as identity primary key,
  address_key text not null,
  scope text not null,
  reason text not null,
  evidence text,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_because text
);
create unique index suppression_in_force on suppression (address_key, scope) where lifted_at is null;
