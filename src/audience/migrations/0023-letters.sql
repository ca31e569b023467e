-- Letters: mails that go out by themselves, each once for its occasion. A row holds what the newsroom changed of one; without
-- a row the words of the program stand.
create table letter_text (
  kind text primary key,
  is_on boolean not null,
  days smallint not null constraint letter_text_days check (days between 0 and 365),
  subject text not null,
  headline text not null,
  body text not null,
  button text not null,
  changed_at timestamptz not null default now()
);

-- Which occasion had its letter. Names nobody.
create table letter_sent (
  kind text not null,
  occasion text not null,
  sent_at timestamptz not null default now(),
  constraint letter_once primary key (kind, occasion)
);

create index sign_up_open on sign_up (created_at) where confirmed_at is null;
