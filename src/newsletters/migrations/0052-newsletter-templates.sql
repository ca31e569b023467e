-- Templates of a newsletter's own for its editions. Every version that was saved stays, and at most one is in force; without one the
-- standard template counts. An edition keeps the version it was released with, so that a send in progress does not change under way.
create table newsletter_template (
  newsletter_id integer not null references newsletter,
  version integer not null,
  source text not null,
  note text not null,
  saved_by text not null,
  saved_at timestamptz not null default now(),
  is_in_force boolean not null default false,
  primary key (newsletter_id, version)
);
create unique index newsletter_template_in_force on newsletter_template (newsletter_id) where is_in_force;

alter table edition
  add column template_version integer,
  add constraint edition_template foreign key (newsletter_id, template_version)
    references newsletter_template (newsletter_id, version);
