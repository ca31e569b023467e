-- Subscribers, what they subscribed to, and what exactly they agreed to.

create table subscriber (
  id bigint generated always as identity primary key,
  public_id text not null constraint subscriber_public_id unique,
  address text not null,
  address_key text not null constraint subscriber_address unique,
  name text,
  confirmed_at timestamptz,
  -- The form and the article that earned this reader.
  form text,
  article_slug text,
  created_at timestamptz not null default now()
);

create table subscription (
  subscriber_id bigint not null references subscriber (id),
  newsletter_id integer not null references newsletter (id),
  state text not null constraint subscription_state check (state in ('pending', 'active', 'paused', 'ended')),
  rhythm text not null constraint subscription_rhythm check (rhythm in ('each_story', 'daily', 'weekly')),
  asked_at timestamptz not null default now(),
  started_at timestamptz,
  paused_until timestamptz,
  ended_at timestamptz,
  ended_because text,
  constraint subscription_once primary key (newsletter_id, subscriber_id)
);
create index subscription_subscriber on subscription (subscriber_id);

-- One sign-up: what was asked for, in which words, from where. Applied when its link or code comes back.
create table sign_up (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscriber (id),
  name text,
  newsletter_ids integer[] not null,
  rhythm text,
  tier text,
  words text not null,
  form text not null,
  article_slug text,
  network text,
  code_tries smallint not null default 0,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz
);
create index sign_up_subscriber on sign_up (subscriber_id, created_at desc);

-- A resend leaves the older link valid, so a sign-up may have several.
create table sign_up_link (
  token_hash text primary key,
  sign_up_id bigint not null references sign_up (id),
  code_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sign_up_link_sign_up on sign_up_link (sign_up_id);

-- What we wrote to an address because somebody typed it into a form: the ground for the limits against mail bombs.
create table asked_mail (
  id bigint generated always as identity primary key,
  address_key text not null,
  kind text not null constraint asked_mail_kind check (kind in ('confirmation', 'already', 'preferences-link')),
  sent_at timestamptz not null default now()
);
create index asked_mail_address on asked_mail (address_key, sent_at desc);

-- The consent vault: append only, the exact words, where and when.
create table consent (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscriber (id),
  newsletter_id integer references newsletter (id),
  act text not null constraint consent_act check
    (act in ('asked', 'confirmed', 'rhythm', 'paused', 'resumed', 'left', 'returned', 'added by staff')),
  words text not null,
  form text,
  article_slug text,
  network text,
  at timestamptz not null default now()
);
create index consent_subscriber on consent (subscriber_id, id);
create trigger consent_append_only before update on consent for each statement execute function refuse_change();
