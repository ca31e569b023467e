-- Stories and the sections they stand in.

create table section (
  id integer generated always as identity primary key,
  slug text not null constraint section_slug unique,
  name text not null,
  position integer not null default 0
);

create table article (
  id integer generated always as identity primary key,
  slug text not null constraint article_slug unique,
  title text not null,
  dek text not null default '',
  byline text not null default '',
  section_id integer references section (id),
  -- The newsletter its sign-up boxes ask for.
  newsletter_id integer references newsletter (id),
  picture_media_id text references media (id),
  picture_alt text,
  picture_caption text,
  picture_credit text,
  -- [{kind, …}]: see article-block.ts
  blocks jsonb not null,
  word_count integer not null,
  -- SHA-256 of the source text: the same story is imported once.
  source_hash text constraint article_source unique,
  published_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index article_newest on article (published_at desc, id desc);
