-- A story that is out may be taken back. Its row stays, with whatever was mailed of it, so that it is never mailed twice when it
-- comes out again; every statement that looks for stories leaves it out. An older program beside this one still shows it.

alter table article
  add column taken_back_at timestamptz,
  -- Who said so; null while it is out.
  add column taken_back_by text,
  -- When it came out again, the last time; what was to be mailed of it then counts from here.
  add column out_again_at timestamptz,
  add constraint article_taken_back check ((taken_back_at is null) = (taken_back_by is null));
create index article_taken_back on article (taken_back_at) where taken_back_at is not null;

alter table story_revision drop constraint story_revision_kind;
alter table story_revision add constraint story_revision_kind
  check (kind in ('saved', 'autosaved', 'published', 'scheduled', 'restored', 'brought in', 'found', 'taken back'));
