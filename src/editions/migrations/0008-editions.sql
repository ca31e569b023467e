-- Editions: what an editor composes, and the act that let it go.

create table edition (
  id bigint generated always as identity primary key,
  public_id text not null constraint edition_public_id unique,
  newsletter_id integer not null references newsletter (id),
  subject text not null default '',
  preheader text not null default '',
  -- [{kind, …}]: see edition-block.ts
  blocks jsonb not null default '[]',
  -- Grows with every save; a save that names an older one is a conflict.
  version integer not null default 1,
  -- Set by the release and taken back by an undo: a draft has none.
  mailing_id bigint constraint edition_mailing unique references mailing (id),
  -- The one-time key of the send form: a double click finds the release already there.
  release_key text,
  released_by text,
  released_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index edition_newest on edition (id desc);

-- The stories an edition carried, for "not yet mailed" and for reports.
create table edition_article (
  edition_id bigint not null references edition (id) on delete cascade,
  article_id integer not null references article (id),
  constraint edition_article_once primary key (edition_id, article_id)
);
create index edition_article_article on edition_article (article_id);
