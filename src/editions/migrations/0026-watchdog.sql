-- What stands in the way of an automatic edition, told to the newsroom before its hour: once for each run and danger.

create table watch_setting (
  id smallint primary key default 1 constraint watch_setting_single check (id = 1),
  -- Gets each warning as JSON.
  webhook_url text,
  -- Whom to write to; an empty list: everybody who may send.
  recipients text[] not null default '{}',
  -- The mail server that warnings are handed to, past the queue that may be what has broken. Null: like all other mail.
  relay_id integer references relay (id)
);

create table watch_warning (
  id bigint generated always as identity primary key,
  run_id bigint not null references digest_run (id) on delete cascade,
  -- What it is about, in one word: `unapproved`.
  code text not null,
  title text not null,
  words text not null,
  created_at timestamptz not null default now(),
  mail_state text not null default 'waiting' constraint watch_warning_mail check (mail_state in ('waiting', 'sent')),
  webhook_state text not null constraint watch_warning_webhook check (webhook_state in ('none', 'waiting', 'sent', 'failed')),
  -- What the other side of the webhook said last.
  webhook_answer text,
  tries smallint not null default 0,
  next_try_at timestamptz not null default now(),
  constraint watch_warning_once unique (run_id, code)
);
create index watch_warning_open on watch_warning (next_try_at) where mail_state = 'waiting' or webhook_state = 'waiting';
