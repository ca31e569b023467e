-- Tables of four rooms that came in one update; each belongs to the room named above it and is read and written by it alone.

-- reports: pages for a sponsor about chosen links of chosen editions. The signed link holds this number; the row ends it.
create table sponsor_report (
  id integer generated always as identity primary key,
  public_id text not null constraint sponsor_report_public_id unique,
  sponsor text not null,
  edition_ids bigint[] not null constraint sponsor_report_editions check (cardinality(edition_ids) between 1 and 50),
  -- Links count when their host is one of these (or below it), or their whole address is one of those.
  hosts text[] not null default '{}',
  urls text[] not null default '{}',
  made_by text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint sponsor_report_links check (cardinality(hosts) + cardinality(urls) between 1 and 100)
);

-- editions: after how long a silence a newsletter asks its readers once, and lets those rest who stay silent.
create table rest_rule (
  newsletter_id integer primary key references newsletter (id),
  is_on boolean not null default false,
  editions smallint not null default 30 constraint rest_rule_editions check (editions between 5 and 400),
  days smallint not null default 180 constraint rest_rule_days check (days between 30 and 1095),
  wait_days smallint not null default 21 constraint rest_rule_wait check (wait_days between 7 and 90),
  -- Readers up to this one have been looked at in the round that is under way.
  cursor bigint not null default 0,
  looked_at timestamptz,
  changed_at timestamptz not null default now()
);

create table rest_question (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscriber (id),
  newsletter_id integer not null references newsletter (id),
  asked_at timestamptz not null default now(),
  -- What it stands on: editions that came without any sign, and since when.
  editions integer not null,
  silent_since timestamptz not null,
  state text not null default 'asked' constraint rest_question_state check
    (state in ('asked', 'stays', 'gave a sign', 'at rest', 'came back', 'over')),
  settled_at timestamptz
);
create unique index rest_question_open on rest_question (newsletter_id, subscriber_id) where state = 'asked';
create index rest_question_subscriber on rest_question (subscriber_id, id desc);
create index rest_question_state on rest_question (newsletter_id, state, asked_at);

-- feedback: a mailbox elsewhere, to which reports are sent.
create table report_mailbox (
  id smallint primary key default 1 constraint report_mailbox_single check (id = 1),
  host text not null,
  port integer not null constraint report_mailbox_port check (port between 1 and 65535),
  tls text not null constraint report_mailbox_tls check (tls in ('implicit', 'starttls', 'none')),
  username text not null,
  auth text not null constraint report_mailbox_auth check (auth in ('password', 'token')),
  sealed_secret bytea not null,
  folder text not null,
  done_folder text not null,
  is_on boolean not null default true,
  changed_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  looked_at timestamptz,
  -- How far the folder has been read: mails that are no reports stay where they lie, and are not read again.
  uid_validity text,
  uid_reached bigint not null default 0,
  taken bigint not null default 0,
  failures integer not null default 0,
  problem text,
  problem_at timestamptz
);

-- delivery: what DNS says of a domain that mail is from, and who takes it upon them to send all the same.
create table sender_domain (
  domain text primary key,
  findings jsonb not null default '{}',
  checked_at timestamptz,
  allowed_because text,
  allowed_by text,
  allowed_at timestamptz
);
