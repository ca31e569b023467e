-- Feeds that bring stories in, and which item of a feed became which story: an item never makes two.

create table feed (
  id integer generated always as identity primary key,
  public_id text not null constraint feed_public_id unique,
  url text not null constraint feed_url unique,
  -- What the feed calls itself.
  title text not null default '',
  -- What its stories get when they come in.
  section_id integer references section (id) on delete set null,
  newsletter_id integer references newsletter (id) on delete set null,
  access text not null default 'everyone'
    constraint feed_access check (access in ('everyone', 'registered', 'tier')),
  least_tier text,
  takes_pictures boolean not null default true,
  -- off: an editor wants it so; gone: the server said that it is over (410).
  state text not null default 'on' constraint feed_state check (state in ('on', 'off', 'gone')),
  etag text,
  last_modified text,
  next_at timestamptz not null default now(),
  -- Somebody asked for a look: one that began before does not count as it.
  asked_at timestamptz,
  -- Who looks has it until then; a process that dies gives it back by that.
  claimed_until timestamptz,
  -- In a row.
  failures integer not null default 0,
  -- The last one, in words; empty while all is well.
  problem text not null default '',
  last_looked_at timestamptz,
  last_good_at timestamptz,
  -- Stands in the address of its bell: counting on makes a new one.
  bell integer not null default 1,
  created_at timestamptz not null default now(),
  constraint feed_least_tier check ((access = 'tier') = (least_tier is not null))
);
create index feed_due on feed (next_at) where state = 'on';

create table feed_item (
  id bigint generated always as identity primary key,
  -- SHA-256 of its id in the world, or of its id within its host, or of its link. It outlives the feed and the story.
  identity text not null constraint feed_item_identity unique,
  feed_id integer references feed (id) on delete set null,
  article_id integer references article (id) on delete set null,
  title text not null,
  -- SHA-256 of what became of it: the same again is no news.
  content_hash text not null,
  -- updated_at of the story as the feed wrote it: another moment there is an editor's.
  article_written_at timestamptz,
  outcome text not null
    constraint feed_item_outcome check (outcome in ('added', 'known', 'updated', 'kept', 'refused')),
  -- Why it was refused.
  reason text not null default '',
  taken_at timestamptz not null
);
create index feed_item_newest on feed_item (feed_id, taken_at desc, id desc);
