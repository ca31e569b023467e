-- Saved rules that pick readers, and what was done to many readers at once, with what it takes to undo it.

create table segment (
  id integer generated always as identity primary key,
  public_id text not null constraint segment_public_id unique,
  name text not null,
  -- A tree of rules: see src/segments/rules.ts.
  rules jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  changed_by text not null,
  changed_at timestamptz not null default now()
);
create unique index segment_name on segment (lower(name));

create table bulk_action (
  id integer generated always as identity primary key,
  public_id text not null constraint bulk_action_public_id unique,
  kind text not null constraint bulk_action_kind check (kind in ('add tag', 'remove tag', 'subscribe', 'unsubscribe', 'give tier')),
  -- Which tag, newsletter or tier: see src/segments/bulk-act.ts. Nothing of a reader.
  details jsonb not null,
  readers integer not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  undone_by text,
  undone_at timestamptz,
  readers_undone integer
);

-- The readers it changed. No reference: undoing an import removes readers without asking this room.
create table bulk_action_reader (
  bulk_action_id integer not null references bulk_action (id),
  subscriber_id bigint not null,
  -- What is put back: the subscription as it was, or the entitlement that was given. Empty where the act says it all.
  before jsonb not null default '{}',
  constraint bulk_action_reader_once primary key (bulk_action_id, subscriber_id)
);

-- Who has a value in a field, without reading everybody.
create index subscriber_fields on subscriber using gin (fields) where fields <> '{}';
-- The trail of one object, as it stands on a reader's page.
create index audit_entry_object on audit_entry (object, id desc) where object is not null;
