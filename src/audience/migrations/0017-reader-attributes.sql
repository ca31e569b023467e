-- What a newsroom notes about its readers, and which import brought them.

alter table subscriber
  add column tags text[] not null default '{}',
  -- Values by the slug of their custom field.
  add column fields jsonb not null default '{}',
  -- Opaque here: the room of imports knows it.
  add column import_id integer;
create index subscriber_tags on subscriber using gin (tags) where tags <> '{}';
create index subscriber_import on subscriber (import_id) where import_id is not null;

alter table subscription add column import_id integer;

-- A list of a million readers who agreed in the same words: the vault keeps them once, for every subscription of the import.
alter table consent
  alter column subscriber_id drop not null,
  add column import_id integer,
  add constraint consent_whose check ((subscriber_id is null) = (import_id is not null));
create index consent_import on consent (import_id) where import_id is not null;

create table custom_field (
  id integer generated always as identity primary key,
  slug text not null constraint custom_field_slug unique,
  name text not null,
  kind text not null constraint custom_field_kind check (kind in ('text', 'number', 'date', 'yes or no')),
  created_at timestamptz not null default now()
);
