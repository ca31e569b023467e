-- Sign-up forms as objects the newsroom edits, one row of rules against machines, and the alarms these rules raised.

create table signup_form (
  id integer generated always as identity primary key,
  public_id text not null constraint signup_form_public_id unique,
  -- What is kept with every sign-up, consent and reader the form earns; it never changes.
  slug text not null constraint signup_form_slug unique,
  -- For the newsroom.
  name text not null,
  place text not null constraint signup_form_place check (place in ('story', 'front', 'elsewhere')),
  stands_on text not null default '',
  -- Empty words are those of the story or the newsletter.
  headline text not null default '',
  promise text not null default '',
  button text not null default '',
  asks_name boolean not null default false,
  shows_choices boolean not null default false,
  -- Slugs on offer; none of them is ticked beforehand. Empty: the story's own newsletter, else the first.
  newsletters text[] not null default '{}',
  tier text,
  is_enabled boolean not null default true,
  created_at timestamptz not null default now()
);
create unique index signup_form_one_a_place on signup_form (place) where place <> 'elsewhere';

insert into signup_form (public_id, slug, name, place) values
  (substr(md5(random()::text), 1, 16), 'article', 'In every story', 'story'),
  (substr(md5(random()::text), 1, 16), 'front-page', 'On the front page', 'front');
update sign_up set form = 'front-page' where form = 'front page';
update subscriber set form = 'front-page' where form = 'front page';

-- Sign-ups by form: the desk counts thirty days of them.
create index sign_up_form on sign_up (form, created_at desc);

create table signup_setting (
  only_row boolean primary key default true constraint signup_setting_only_row check (only_row),
  proof_of_work boolean not null default false,
  work_bits smallint not null default 14 constraint signup_setting_work_bits check (work_bits between 8 and 22),
  least_seconds smallint not null default 0
    constraint signup_setting_least_seconds check (least_seconds between 0 and 30),
  disposable text not null default 'ask'
    constraint signup_setting_disposable check (disposable in ('allow', 'ask', 'refuse')),
  role_addresses text not null default 'allow'
    constraint signup_setting_role_addresses check (role_addresses in ('allow', 'ask', 'refuse')),
  own_domains text[] not null default '{}',
  -- Origins of the paper's other sites: they may frame a form and read its answer.
  sites text[] not null default '{}',
  alarm_floor integer not null default 300 constraint signup_setting_alarm_floor check (alarm_floor between 5 and 100000),
  alarm_times integer not null default 20 constraint signup_setting_alarm_times check (alarm_times between 2 and 1000)
);
insert into signup_setting default values;

-- When more confirmations were asked for than a paper of this size gets, and how long the stricter path held.
create table signup_alarm (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  extended_at timestamptz not null default now(),
  ends_at timestamptz not null,
  -- The most that were asked for within ten minutes, and what is usual.
  asked integer not null,
  usual integer not null
);
create index signup_alarm_ends_at on signup_alarm (ends_at desc);
create index asked_mail_confirmations on asked_mail (sent_at) where kind = 'confirmation';
