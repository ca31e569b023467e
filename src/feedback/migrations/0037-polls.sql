-- What readers answered to a question in an edition: one answer a reader, which may be changed. The room knows no editions, so the
-- edition is a number, and a poll the name its block carries.
create table poll_answer (
  edition_id bigint not null,
  poll text not null,
  recipient_id bigint not null,
  -- Its place among the answers, from 1.
  answer smallint not null constraint poll_answer_place check (answer between 1 and 5),
  -- As it was worded when it was chosen, for the reader's own copy.
  words text not null,
  answered_at timestamptz not null default now(),
  constraint poll_answer_once primary key (edition_id, poll, recipient_id)
);
create index poll_answer_recipient on poll_answer (recipient_id);
