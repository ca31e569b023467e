-- A digest may come at each reader's own hour: the zone a reader chose, an IANA name. Null: the paper's.
alter table subscriber add column time_zone text;
create index subscriber_time_zone on subscriber (time_zone) where time_zone is not null;
