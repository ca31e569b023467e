-- Nothing is handed over before this moment. Unlike due_at it stays what it was: the deadline counts from it, and another try
-- after a stop waits for it. Null: as soon as it can.
alter table delivery add column not_before timestamptz;
