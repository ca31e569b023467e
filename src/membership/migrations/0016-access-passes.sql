-- Ways to a story besides holding its tier: the free stories of a month, and links that a reader gives away.

create table access_setting (
  id smallint primary key default 1 constraint access_setting_single check (id = 1),
  -- Stories a month that anybody may read whole; 0 turns the meter off.
  free_stories smallint not null default 0 constraint access_setting_free check (free_stories between 0 and 100),
  -- Links a month that a reader may give away; 0 turns them off.
  gift_links smallint not null default 5 constraint access_setting_gifts check (gift_links between 0 and 100)
);
insert into access_setting default values;

create table metered_read (
  subscriber_id bigint not null references subscriber (id),
  article_id integer not null references article (id),
  -- Its first day, in the newsroom's zone.
  month date not null,
  constraint metered_read_once primary key (subscriber_id, month, article_id)
);

create table gift_link (
  token_hash text primary key,
  subscriber_id bigint not null references subscriber (id),
  article_id integer not null references article (id),
  openings_left smallint not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index gift_link_subscriber on gift_link (subscriber_id, created_at);
