-- A demand for a second factor leaves everybody seven days to set one up, from the day it was made or from that of their
-- account. Where it was made already they are over.

alter table staff_rules add column demanded_at timestamptz;
update staff_rules set demanded_at = now() - interval '7 days' where demands_second_factor;
alter table staff_rules add constraint staff_rules_demand
  check (not demands_second_factor or demanded_at is not null);
