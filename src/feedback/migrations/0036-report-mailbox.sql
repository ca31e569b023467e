-- A mailbox elsewhere, to which reports are sent.
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
