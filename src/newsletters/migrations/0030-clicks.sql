-- What a newsletter's mails tell the newsroom: which links are followed, and, only where it asks for it, that a mail was opened.
alter table newsletter
  add column tracks_clicks boolean not null default true,
  add column tracks_opens boolean not null default false;
