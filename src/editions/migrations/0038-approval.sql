-- A second person: where a newsletter asks for it, an edition is handed in and approved by somebody who did not write it. Any change
-- takes the approval back.
alter table newsletter add column needs_approval boolean not null default false;

alter table edition
  -- Who wrote the text as it stands. Both null: it was built by itself, and nobody changed it.
  add column text_by text,
  add column text_by_id integer references staff (id),
  add column handed_in_by text,
  add column handed_in_by_id integer references staff (id),
  add column handed_in_at timestamptz,
  add column approved_by text,
  add column approved_at timestamptz,
  -- The text that was approved, by its number and by a hash of what readers would have got then: a story or a look that changes
  -- later counts as a change.
  add column approved_version integer,
  add column approved_text text;
