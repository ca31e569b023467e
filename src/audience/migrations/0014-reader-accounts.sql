-- Readers who sign in, and the rights that need it: sessions, a new address, erasure.

-- Why somebody left, in their own tap; ended_because keeps what ended it.
alter table subscription add column leaving_reason text;

-- A reader who was erased leaves a shell without a name or an address, so that counts and books stay right.
alter table subscriber add column erased_at timestamptz;

-- What is left of an erased address: a keyed hash, so that no import brings the person back.
create table erased_address (
  key_id smallint not null references signing_key (id),
  hash text not null,
  erased_at timestamptz not null default now(),
  -- They signed up again, by their own hand.
  returned_at timestamptz,
  constraint erased_address_once primary key (hash, key_id)
);

-- A sign-in that was asked for. Without a subscriber when nobody has the address: the answer is the same.
create table sign_in (
  id bigint generated always as identity primary key,
  subscriber_id bigint references subscriber (id),
  token_hash text not null constraint sign_in_token unique,
  code_hash text not null,
  code_tries smallint not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_subscriber on sign_in (subscriber_id);

create table reader_session (
  token_hash text primary key,
  -- Names it in the reader's own list.
  public_id text not null constraint reader_session_public_id unique,
  subscriber_id bigint not null references subscriber (id),
  csrf_token text not null,
  -- `Firefox on Linux`.
  device text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index reader_session_subscriber on reader_session (subscriber_id);

-- A change of address waits for a yes from the new one.
create table address_change (
  token_hash text primary key,
  subscriber_id bigint not null references subscriber (id),
  new_address text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index address_change_subscriber on address_change (subscriber_id);

alter table asked_mail drop constraint asked_mail_kind;
alter table asked_mail add constraint asked_mail_kind
  check (kind in ('confirmation', 'already', 'preferences-link', 'sign-in', 'new-address'));

alter table consent drop constraint consent_act;
alter table consent add constraint consent_act check (act in
  ('asked', 'confirmed', 'rhythm', 'paused', 'resumed', 'left', 'returned', 'added by staff', 'imported', 'address changed'));

-- Append-only tables give way to one thing: the erasure of a person, in the transaction that says so.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if current_setting('doorstep.erasing', true) = 'on' then
    return null;
  end if;
  raise exception 'rows of % are never changed', tg_table_name;
end $$;
