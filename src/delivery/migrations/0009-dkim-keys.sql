-- Signing keys by selector. A mailing remembers which keys were in use when it began, so every attempt of its mails carries
-- the same signature while keys are rotated; a retired key still signs what was frozen with it.
create table dkim_key (
  id integer generated always as identity primary key,
  domain text not null,
  selector text not null,
  algorithm text not null constraint dkim_key_algorithm check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  sealed_private_key bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint dkim_key_once unique (domain, selector)
);

alter table mailing add column dkim_key_ids integer[] not null default '{}';
