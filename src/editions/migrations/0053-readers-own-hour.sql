-- A digest may come at each reader's own hour: a zone of the reader, a wish of the newsletter, and a row of the ledger that waits.
-- One change through three rooms, so that no program sees a part of it.

-- An IANA name. Null: the paper's.
alter table subscriber add column time_zone text;
create index subscriber_time_zone on subscriber (time_zone) where time_zone is not null;

alter table digest_plan add column at_readers_hour boolean not null default false;

-- Nothing is handed over before this moment. Unlike due_at it stays what it was: the deadline counts from it, and another try
-- after a stop waits for it. Null: as soon as it can.
alter table delivery add column not_before timestamptz;
