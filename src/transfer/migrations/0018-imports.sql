-- Lists that come from elsewhere: the file as it came, what its columns mean, and what became of its rows.

create table import (
  id integer generated always as identity primary key,
  public_id text not null constraint import_public_id unique,
  file_name text not null,
  -- Whose export it looks like: `Mailchimp`, `Substack` …; null when it is nobody's we know.
  source text,
  header text[] not null,
  -- See src/transfer/mapping.ts.
  mapping jsonb not null,
  newsletter_slugs text[] not null,
  paid_tier text,
  -- Where the consent comes from, in the words of whoever imports.
  words text not null,
  state text not null constraint import_state check
    (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'undone')),
  problem text,
  rows_total integer not null default 0,
  -- Chunks up to this line are merged.
  merged_line integer not null default 0,
  counts jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  undone_at timestamptz
);

create table import_file (
  import_id integer not null references import (id) on delete cascade,
  part integer not null,
  bytes bytea not null,
  constraint import_file_once primary key (import_id, part)
);

-- Rows as they were read, for the time of a check or a run. Lost with a crash, and read from the file again.
create unlogged table import_row (
  import_id integer not null,
  line integer not null,
  address text,
  address_key text,
  public_id text not null,
  name text,
  state text,
  tier text,
  is_comp boolean not null default false,
  tier_ends_at timestamptz,
  joined_at timestamptz,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  -- Why it cannot be imported, in words; null when it can.
  problem text,
  -- The same address stands in the file before.
  is_repeated boolean not null default false
);
create index import_row_line on import_row (import_id, line);
