-- What the newsroom writes. A draft stands apart from the stories: no statement that looks for a story, also of an older program,
-- can meet one that is not out. At its time it becomes a story, or changes the one it belongs to.

create table story_draft (
  id integer generated always as identity primary key,
  public_id text not null constraint story_draft_public_id unique,
  -- The story it became, or began from.
  article_id integer constraint story_draft_article unique references article (id) on delete set null,
  -- Counts every save, so that a save which knows of an older one is told.
  version integer not null default 1,
  -- {title, dek, byline, section, newsletter, access, …, body}: see story-content.ts
  content jsonb not null,
  -- The version that readers see; null: none.
  published_version integer,
  -- updated_at of the story as this draft knows it: another moment there is somebody else's change.
  article_seen_at timestamptz,
  -- When which version comes out by itself, and who said so.
  publish_at timestamptz,
  scheduled_version integer,
  scheduled_by text,
  -- Why it did not come out at its time; empty while all is well.
  trouble text not null default '',
  -- The address a story was fetched from: it comes in once.
  source_url text constraint story_draft_source unique,
  created_at timestamptz not null default now(),
  updated_by text not null,
  updated_at timestamptz not null default now(),
  constraint story_draft_schedule check (
    (publish_at is null) = (scheduled_version is null) and (publish_at is null) = (scheduled_by is null))
);
create index story_draft_newest on story_draft (updated_at desc, id desc);
create index story_draft_due on story_draft (publish_at) where publish_at is not null;

create table story_revision (
  id bigint generated always as identity primary key,
  draft_id integer not null references story_draft (id) on delete cascade,
  version integer not null,
  content jsonb not null,
  kind text not null constraint story_revision_kind
    check (kind in ('saved', 'autosaved', 'published', 'scheduled', 'restored', 'brought in', 'found')),
  saved_by text not null,
  saved_at timestamptz not null default clock_timestamp(),
  constraint story_revision_version unique (draft_id, version)
);

-- Addresses stories had before: they lead on to the one of today.
create table article_address (
  slug text primary key,
  article_id integer not null references article (id) on delete cascade,
  left_at timestamptz not null default now()
);
create index article_address_article on article_address (article_id);
