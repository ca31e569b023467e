-- Single tries by month, as requests of readers are, so that a month goes as a whole: docs/decisions/0013-tries-by-month.md.
-- contract: the name is taken up again before anybody can look: an older program that runs beside this finds the same table under it.
-- What is there becomes the first part, with its rows where they are; it takes what comes until this month ends. The trail is
-- read once for it, while senders wait: docs/operations.md says how long.
alter table attempt rename to attempt_before;
alter table attempt_before alter column id drop identity;
drop trigger attempt_append_only on attempt_before;
-- As PostgreSQL names them where a backup is restored.
alter index attempt_delivery rename to attempt_before_delivery_id_idx;
alter index attempt_refusals rename to attempt_before_at_idx1;

create table attempt (like attempt_before including defaults) partition by range (at);
alter table attempt alter column id add generated always as identity;
create index attempt_delivery on attempt (delivery_id);
create index attempt_at on attempt (at);
create index attempt_refusals on attempt (at) where outcome in ('refused', 'expired');
create trigger attempt_append_only before update on attempt for each statement execute function refuse_change();

do $$
declare
  month date := date_trunc('month', now() at time zone 'utc') + interval '1 month';
begin
  perform setval('attempt_id_seq', (select coalesce(max(id), 0) + 1 from attempt_before), false);
  execute format('alter table attempt attach partition attempt_before for values from (minvalue) to (%L)',
    month || ' 00:00:00+00');
  for n in 0..1 loop
    execute format('create table attempt_%s partition of attempt for values from (%L) to (%L)',
      to_char(month + make_interval(months => n), 'YYYY_MM'),
      (month + make_interval(months => n))::date || ' 00:00:00+00',
      (month + make_interval(months => n + 1))::date || ' 00:00:00+00');
  end loop;
end $$;
alter table attempt_before drop constraint attempt_pkey;
