-- Which languages readers are offered beside the publication's own.
alter table publication add column other_languages text[] not null default '{}';
