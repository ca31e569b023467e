-- Pages for a sponsor about chosen links of chosen editions. The signed link holds this number; the row ends it.
create table sponsor_report (
  id integer generated always as identity primary key,
  public_id text not null constraint sponsor_report_public_id unique,
  sponsor text not null,
  edition_ids bigint[] not null constraint sponsor_report_editions check (cardinality(edition_ids) between 1 and 50),
  -- Links count when their host is one of these (or below it), or their whole address is one of those.
  hosts text[] not null default '{}',
  urls text[] not null default '{}',
  made_by text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint sponsor_report_links check (cardinality(hosts) + cardinality(urls) between 1 and 100)
);
