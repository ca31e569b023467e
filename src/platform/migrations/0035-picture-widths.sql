-- A picture that was taken in here is kept in several widths: each narrower file says which one it belongs to.

alter table media add column narrower_than text constraint media_narrower_than references media (id);
create index media_narrower on media (narrower_than) where narrower_than is not null;
