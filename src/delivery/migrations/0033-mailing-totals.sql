-- What became of a mailing, counted once it is over: a report shows ten of them, and counting a million rows takes its time.
create table mailing_total (
  mailing_id bigint primary key references mailing (id),
  totals jsonb not null,
  counted_at timestamptz not null default now()
);

-- A mailing is over when no chunk of it is left; a chunk that comes later (a retry, more readers) opens it again.
create function forget_mailing_total() returns trigger language plpgsql as $$
begin
  delete from mailing_total where mailing_id in (select mailing_id from added_chunk);
  return null;
end $$;
create trigger delivery_chunk_reopens after insert on delivery_chunk
  referencing new table as added_chunk for each statement execute function forget_mailing_total();

-- Who left or complained in the days after an edition.
create index suppression_created on suppression (created_at);
