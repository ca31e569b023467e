-- What every room stands on: signing keys, pictures that keep their address for ever, answers kept for repeated
-- requests, and the counters behind the limits. No word of the trade.

-- The key ring. Key ids stand in every token, so tokens in old mails keep working; secrets are wrapped by APP_SECRET.
create table signing_key (
  id smallint primary key,
  sealed_secret bytea not null,
  created_at timestamptz not null default now()
);

create table media (
  id text primary key,
  content_type text not null,
  bytes bytea not null,
  width integer not null,
  height integer not null,
  created_at timestamptz not null default now()
);

-- The stored answer to a POST that carried an Idempotency-Key; answered_at is null while the first one runs.
create table idempotent_request (
  actor text not null,
  idempotency_key text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  answered_at timestamptz,
  constraint idempotent_request_once primary key (actor, idempotency_key)
);

-- Counters of rate-limiter-flexible (its own layout).
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
