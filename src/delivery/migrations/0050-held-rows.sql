-- Some rows of a mailing may wait until the room above has decided which text they get. See src/delivery/README.md.

-- Rows of this variant and of those above it are held; null: none is, or none is any more.
alter table mailing add column held_from_variant smallint;
-- A chunk of such rows: no sender claims it. Held rows and others are never in one chunk.
alter table delivery_chunk add column held boolean not null default false;
