-- Clicks and opens: where a link of a mailing leads, every request as it came, and what is made of it, kept as it arrives.
-- See src/feedback/README.md.

-- The only addresses a click can lead to. `place` is the link's turn in the mail.
create table mailing_link (
  mailing_id bigint not null references mailing (id),
  number integer not null,
  place integer not null,
  url text not null constraint mailing_link_is_web check (url ~* '^https?://[^[:space:]]+$'),
  words text not null,
  constraint mailing_link_number primary key (mailing_id, number)
);
-- A second rendering of the same mail finds the numbers of the first; a long address would not fit into an index.
create unique index mailing_link_once on mailing_link (mailing_id, place, md5(url));

-- Every request, by month, so that a month can go as a whole. Nothing but its delivery says who it was.
create table reader_event (
  at timestamptz not null,
  kind text not null constraint reader_event_kind check (kind in ('click', 'open')),
  mailing_id bigint not null,
  delivery_id bigint not null,
  -- The number of the link; 0 is the link no person sees, and stands in every open.
  link integer not null,
  -- Why this request alone looks like a machine's.
  reason text,
  -- Shortened to /24 or /48.
  network text,
  program text
) partition by range (at);
create index reader_event_delivery on reader_event (delivery_id);

-- What one delivery's reader did with one link: a row however often it was followed.
create table reaction (
  delivery_id bigint not null,
  kind text not null constraint reaction_kind check (kind in ('click', 'open')),
  link integer not null,
  mailing_id bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  -- Why each request of it looks like a machine's; null as soon as one does not.
  own_reason text,
  -- What it counts as, seen with the delivery's other rows; null: a person's.
  reason text,
  constraint reaction_once primary key (delivery_id, kind, link)
);

-- Deliveries counted by what they did, written in the transaction that writes the rows above.
create table reaction_figure (
  mailing_id bigint not null,
  kind text not null,
  -- -1: the mail as a whole.
  link integer not null,
  -- Empty: a person's.
  reason text not null,
  readers integer not null,
  constraint reaction_figure_once primary key (mailing_id, kind, link, reason)
);

-- In which hour people first followed a link or opened the mail.
create table reaction_hour (
  mailing_id bigint not null,
  kind text not null,
  hour timestamptz not null,
  readers integer not null,
  constraint reaction_hour_once primary key (mailing_id, kind, hour)
);

create table reaction_setting (
  id smallint primary key default 1 constraint reaction_setting_single check (id = 1),
  keep_months smallint not null default 6 constraint reaction_setting_months check (keep_months between 1 and 60)
);
insert into reaction_setting default values;

-- The months that are needed before the first daily look.
do $$
declare
  month date := date_trunc('month', now() at time zone 'utc');
begin
  for n in 0..2 loop
    execute format('create table reader_event_%s partition of reader_event for values from (%L) to (%L)',
      to_char(month + make_interval(months => n), 'YYYY_MM'),
      (month + make_interval(months => n))::date || ' 00:00:00+00',
      (month + make_interval(months => n + 1))::date || ' 00:00:00+00');
  end loop;
end $$;
