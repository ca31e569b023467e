-- After how long a silence a newsletter asks its readers once, and lets those rest who stay silent.
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
