-- The mail servers of an install. Without a row here SMTP_URL is the only one.
create table relay (
  id integer generated always as identity primary key,
  name text not null,
  host text not null,
  port integer not null constraint relay_port check (port between 1 and 65535),
  tls text not null constraint relay_tls check (tls in ('implicit', 'required', 'none')),
  username text,
  sealed_password bytea,
  -- Lower ones come first; the next rank gets mail only while no relay of a lower one takes any.
  rank smallint not null default 1,
  -- The share among relays of one rank.
  weight smallint not null default 1 constraint relay_weight check (weight between 1 and 100),
  connections smallint not null default 10 constraint relay_connections check (connections between 1 and 500),
  mails_per_connection integer not null default 100,
  per_hour integer constraint relay_per_hour check (per_hour > 0),
  -- A new address sends this many on its first day, second day and so on; afterwards without a daily limit.
  warm_up integer[] not null default '{}',
  warm_up_from date,
  is_on boolean not null default true,
  changed_at timestamptz not null default now(),
  failed_at timestamptz,
  failure text,
  last_success_at timestamptz,
  removed_at timestamptz
);
create unique index relay_name on relay (name) where removed_at is null;

-- What may leave in an hour: token buckets shared by all senders. `relay:ID`, `day:ID:DATE` or `domain:GROUP`.
create table pace (
  key text primary key,
  -- Null for a key that is only held.
  per_hour integer constraint pace_per_hour check (per_hour > 0),
  tokens double precision not null default 0,
  filled_at timestamptz not null default now(),
  -- Nothing leaves for it before this moment, and why.
  held_until timestamptz,
  held_because text
);
