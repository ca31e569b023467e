-- People come in by an invitation, prove with more than a password who they are, and get a new password by mail. Secrets
-- are stored as hashes, or sealed with the key ring where they are needed again. A sign-in that still waits for its second
-- factor is no session, so that a program of the release before never takes it for one.

-- Rules of the owner about everybody's account. One row.
create table staff_rules (
  is_only boolean primary key default true constraint staff_rules_one check (is_only),
  demands_second_factor boolean not null default false
);
insert into staff_rules default values;

-- An invitation opens once, for seven days, and can be taken back.
create table staff_invitation (
  id integer generated always as identity primary key,
  public_id text not null constraint staff_invitation_public_id unique,
  token_hash text not null constraint staff_invitation_token unique,
  name text not null,
  address text not null,
  address_key text not null,
  role text not null constraint staff_invitation_role check (role in ('owner', 'editor', 'reporter', 'analyst')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  taken_at timestamptz,
  taken_back_at timestamptz
);
create unique index staff_invitation_open on staff_invitation (address_key)
  where taken_at is null and taken_back_at is null;

-- The link of a mail that lets somebody choose a new password.
create table staff_password_link (
  token_hash text primary key,
  staff_id integer not null references staff (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index staff_password_link_staff on staff_password_link (staff_id);

-- The password was right; the second factor is still owed.
create table staff_sign_in_step (
  token_hash text primary key,
  staff_id integer not null references staff (id),
  tries integer not null default 0,
  expires_at timestamptz not null
);
create index staff_sign_in_step_staff on staff_sign_in_step (staff_id);

-- An authenticator app (RFC 6238). last_step is the time step of the newest code that was taken: none is taken twice.
create table staff_totp (
  staff_id integer primary key references staff (id),
  sealed_secret bytea not null,
  last_step bigint not null,
  created_at timestamptz not null default now()
);

create table staff_recovery_code (
  staff_id integer not null references staff (id),
  code_hash text not null,
  used_at timestamptz,
  primary key (staff_id, code_hash)
);

create table staff_passkey (
  id integer generated always as identity primary key,
  public_id text not null constraint staff_passkey_public_id unique,
  staff_id integer not null references staff (id),
  credential_id text not null constraint staff_passkey_credential unique,
  public_key bytea not null,
  -- 0 for ever where an authenticator does not count.
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index staff_passkey_staff on staff_passkey (staff_id);

-- Challenges that were answered: each once, until its time would be over anyway.
create table staff_used_challenge (
  challenge text primary key,
  used_at timestamptz not null default now()
);

-- Where a session is, so that its owner recognises it; and a name for it that is no secret.
alter table staff_session
  add column public_id text not null default gen_random_uuid()::text constraint staff_session_public_id unique,
  add column network text,
  add column program text;

-- Whose key it is: it ends with the sign-ins of that person. Null: made from a terminal, or before there was this column.
alter table api_key add column staff_id integer references staff (id);
create index api_key_staff on api_key (staff_id);

-- The trail is read by person, by kind and by time.
create index audit_entry_actor on audit_entry (actor, id);
create index audit_entry_kind on audit_entry ((split_part(object, ' ', 1)), id);
create index audit_entry_at on audit_entry (at);
