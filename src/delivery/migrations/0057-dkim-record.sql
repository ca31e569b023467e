-- The public half of a signing key as it is published: it is shown again and compared with DNS without opening the private half.
-- Keys from before have none.
alter table dkim_key add column record text;
