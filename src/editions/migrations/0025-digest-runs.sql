-- Digests that build themselves: when, for whom, and the account of every run.

-- Null for an edition made by hand, which goes to all readers of its newsletter, whatever their rhythm.
alter table edition add column rhythm text constraint edition_rhythm check (rhythm in ('each_story', 'daily', 'weekly'));

-- Which stories the mails of a mailing show, and to whom, so that no automatic edition brings a reader a story twice. A row for
-- each text that was sent: with the mask of a delivery it says whether this very reader saw the story.
create table mailed_story (
  mailing_id bigint not null references mailing (id),
  version smallint not null,
  article_id integer not null references article (id),
  -- The blocks that show it; a reader saw it when one of these bits was set. 0: everybody did.
  bits bigint not null,
  -- No delivery of this mailing has a lower id: a look at a reader's deliveries need not go back further.
  after_delivery_id bigint not null,
  constraint mailed_story_once primary key (article_id, mailing_id, version)
);
create index mailed_story_mailing on mailed_story (mailing_id);

insert into mailed_story (mailing_id, version, article_id, bits, after_delivery_id)
select mailing_content.mailing_id, mailing_content.version, edition_article.article_id, 0, 0
from edition
join mailing_content on mailing_content.mailing_id = edition.mailing_id
join edition_article on edition_article.edition_id = edition.id
on conflict do nothing;

-- What the automatic editions of a newsletter have in common.
create table digest_plan (
  newsletter_id integer primary key references newsletter (id),
  -- The sections whose stories it takes; an empty list takes all.
  section_ids integer[] not null default '{}',
  -- Stories of sections that a reader does not follow are left out for this reader.
  by_followed_sections boolean not null default false,
  -- Comes in place of the automatic editions of all other newsletters, for readers who have it.
  is_combined boolean not null default false,
  -- A run that is later than this asks first.
  lateness_minutes smallint not null default 60 constraint digest_plan_lateness check (lateness_minutes between 5 and 1440),
  -- Minutes since midnight; both or none. Automatic editions wait for the end.
  quiet_from smallint constraint digest_plan_quiet_from check (quiet_from between 0 and 1439),
  quiet_until smallint constraint digest_plan_quiet_until check (quiet_until between 0 and 1439),
  -- So long before a departure the newsroom is told what stands in its way.
  warn_minutes smallint not null default 60 constraint digest_plan_warn check (warn_minutes between 5 and 720),
  constraint digest_plan_quiet check ((quiet_from is null) = (quiet_until is null) and quiet_from <> quiet_until)
);
create unique index digest_plan_combined on digest_plan (is_combined) where is_combined;

create table digest_schedule (
  newsletter_id integer not null references newsletter (id),
  rhythm text not null constraint digest_schedule_rhythm check (rhythm in ('each_story', 'daily', 'weekly')),
  is_on boolean not null,
  -- Wall time: minutes since midnight. Each story: it has none.
  minutes smallint not null default 420 constraint digest_schedule_minutes check (minutes between 0 and 1439),
  -- 1 for Monday to 7 for Sunday.
  weekdays smallint[] not null constraint digest_schedule_weekdays check
    (cardinality(weekdays) > 0 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
  time_zone text not null,
  least_stories smallint not null default 1 constraint digest_schedule_least check (least_stories between 1 and 30),
  needs_approval boolean not null default false,
  -- So long before its departure a digest that needs approval is ready to be read; each story: so long after it came out it leaves.
  lead_minutes smallint not null default 0 constraint digest_schedule_lead check (lead_minutes between 0 and 720),
  -- So long after its departure an approval is waited for.
  deadline_minutes smallint not null default 120 constraint digest_schedule_deadline check (deadline_minutes between 0 and 1440),
  -- What happens at the deadline when nobody has said anything.
  unapproved text not null default 'skip' constraint digest_schedule_unapproved check (unapproved in ('skip', 'send')),
  -- Since when this timetable stands: nothing before it is made up for.
  changed_at timestamptz not null default now(),
  constraint digest_schedule_once primary key (newsletter_id, rhythm)
);

-- One automatic edition. It is made before its time, so that one which does not happen is seen.
create table digest_run (
  id bigint generated always as identity primary key,
  public_id text not null default replace(gen_random_uuid()::text, '-', '') constraint digest_run_public_id unique,
  newsletter_id integer not null references newsletter (id),
  rhythm text not null constraint digest_run_rhythm check (rhythm in ('each_story', 'daily', 'weekly')),
  -- Each story: which one.
  article_id integer references article (id),
  -- Stories that came out from the start on, and before the end.
  window_start timestamptz not null,
  window_end timestamptz not null,
  departs_at timestamptz not null,
  state text not null default 'due' constraint digest_run_state check
    (state in ('due', 'held', 'ready', 'late', 'released', 'skipped', 'failed')),
  -- Why it is where it is, in words.
  note text,
  edition_id bigint constraint digest_run_edition unique references edition (id),
  lead_article_id integer references article (id),
  -- Until when a held one waits for a word.
  deadline_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  -- The text that was approved; another one asks again.
  approved_version integer,
  -- Why it leaves in spite of quiet hours.
  override_reason text,
  attempts smallint not null default 0,
  next_try_at timestamptz,
  created_at timestamptz not null default now(),
  built_at timestamptz,
  ended_at timestamptz,
  constraint digest_run_window check (window_end >= window_start),
  constraint digest_run_article check ((rhythm = 'each_story') = (article_id is not null))
);
create unique index digest_run_once on digest_run (newsletter_id, rhythm, window_start) where article_id is null;
create unique index digest_run_story_once on digest_run (newsletter_id, article_id) where article_id is not null;
create index digest_run_open on digest_run (departs_at) where state in ('due', 'held', 'ready', 'late', 'failed');
create index digest_run_newest on digest_run (newsletter_id, rhythm, window_end desc);

-- The stories a run took, also those that an editor took out of it again: they come up in no later one.
create table digest_run_article (
  run_id bigint not null references digest_run (id) on delete cascade,
  article_id integer not null references article (id),
  constraint digest_run_article_once primary key (article_id, run_id)
);

-- The sections a reader follows: automatic editions that go by them leave the stories of all others out. Who follows none gets
-- them all. Kept by the room of the audience, to which a section's number is opaque.
create table followed_section (
  subscriber_id bigint not null references subscriber (id) on delete cascade,
  section_id integer not null,
  since timestamptz not null default now(),
  constraint followed_section_once primary key (subscriber_id, section_id)
);
