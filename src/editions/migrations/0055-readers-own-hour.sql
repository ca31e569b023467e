-- Whether a newsletter's digests come at each reader's own hour.
alter table digest_plan add column at_readers_hour boolean not null default false;
