-- A second subject for an edition: some of its readers get one or the other, the rest waits for the better one. See
-- src/editions/subject-test/README.md.

-- What an editor set: {subject, sharePercent, waitMinutes, decideBy}; null: no test.
alter table edition add column subject_test jsonb;

-- A test as it was when its edition was released, and how it went.
create table subject_test (
  mailing_id bigint primary key references mailing (id),
  share_percent smallint not null constraint subject_test_share check (share_percent between 1 and 90),
  wait_minutes integer not null constraint subject_test_wait check (wait_minutes > 0),
  decide_by text not null constraint subject_test_decide_by check (decide_by in ('clicks', 'opens')),
  -- Whether the rest waits for the end of quiet hours.
  heeds_quiet boolean not null,
  -- When everybody of the test had been tried once: the wait begins.
  out_at timestamptz,
  winner text constraint subject_test_winner check (winner in ('a', 'b')),
  reason text constraint subject_test_reason check (reason in ('more', 'tie', 'too few', 'by hand', 'stopped')),
  decided_at timestamptz,
  -- A person; null: by itself.
  decided_by text,
  -- What it was decided upon: {a: {accepted, reacted}, b: …}; null where nothing was counted.
  figures jsonb,
  let_go_at timestamptz,
  constraint subject_test_decided check (
    (winner is null) = (decided_at is null) and (winner is null) = (reason is null) and (let_go_at is null or winner is not null)
  )
);
create index subject_test_open on subject_test (mailing_id) where let_go_at is null;
