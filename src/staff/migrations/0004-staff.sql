-- Who runs Doorstep. No default account: the first owner comes through a set-up link that is printed once.

create table staff (
  id integer generated always as identity primary key,
  public_id text not null constraint staff_public_id unique,
  name text not null,
  address text not null,
  address_key text not null constraint staff_address unique,
  role text not null constraint staff_role check (role in ('owner', 'editor', 'reporter', 'analyst')),
  password_hash text,
  test_address text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);

create table staff_session (
  token_hash text primary key,
  staff_id integer not null references staff (id),
  csrf_token text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index staff_session_staff on staff_session (staff_id);

-- The owner's set-up link: random, stored hashed, single use.
create table set_up_link (
  token_hash text primary key,
  created_at timestamptz not null default now(),
  used_at timestamptz
);

create table api_key (
  id integer generated always as identity primary key,
  public_id text not null constraint api_key_public_id unique,
  name text not null,
  prefix text not null,
  token_hash text not null constraint api_key_token unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Append only, in plain words; readers appear by id, never by address.
create table audit_entry (
  id bigint generated always as identity primary key,
  actor text not null,
  action text not null,
  object text,
  details jsonb not null default '{}',
  at timestamptz not null default now()
);
create trigger audit_append_only before update or delete on audit_entry
  for each statement execute function refuse_change();
