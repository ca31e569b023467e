-- What each sender process has achieved, counted in the row that its group commit writes anyway: /metrics adds these up
-- instead of counting millions of rows. Old code goes on beside it: the columns have defaults, and nobody must fill them.
alter table sender
  add column accepted bigint not null default 0,
  add column refused bigint not null default 0,
  add column put_back bigint not null default 0,
  add column in_doubt bigint not null default 0;
