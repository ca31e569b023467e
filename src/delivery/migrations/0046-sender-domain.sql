-- What DNS says of a domain that mail is from, and who takes it upon them to send all the same.
create table sender_domain (
  domain text primary key,
  findings jsonb not null default '{}',
  checked_at timestamptz,
  allowed_because text,
  allowed_by text,
  allowed_at timestamptz
);
