-- The newsroom's title and what can be subscribed to.

create table publication (
  id smallint primary key default 1 constraint publication_single check (id = 1),
  name text not null,
  town text not null,
  tagline text not null,
  language text not null default 'en',
  time_zone text not null,
  postal_address text not null,
  sender_name text not null,
  sender_address text not null,
  reply_to text,
  accent text not null
);

create table newsletter (
  id integer generated always as identity primary key,
  slug text not null constraint newsletter_slug unique,
  name text not null,
  promise text not null,
  frequency text not null,
  sender_name text,
  rhythms text[] not null constraint newsletter_rhythms check
    (cardinality(rhythms) > 0 and rhythms <@ array['each_story', 'daily', 'weekly']),
  default_rhythm text not null,
  undo_seconds integer not null default 60 constraint newsletter_undo check (undo_seconds between 0 and 600),
  is_open boolean not null default true,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  constraint newsletter_default_rhythm check (default_rhythm = any (rhythms))
);
