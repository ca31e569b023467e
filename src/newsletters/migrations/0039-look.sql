-- The look of a newsletter's mails: {accent, darkAccent, font, logo}; see look.ts. An edition keeps the one it was released with, so that
-- a send in progress does not change under way.
alter table newsletter add column look jsonb not null default '{}';
alter table edition add column look jsonb;
