-- An edition under correction while its mailing is paused, and the notice to whoever let it go.
alter table edition
  add column correcting_since timestamptz,
  -- {subject, preheader, blocks} as they were sent, for the one who decides against the correction.
  add column sent_text jsonb,
  -- The address of the member of staff who released it; null when nobody wants to hear.
  add column notice_to text,
  -- What the last notice was about, such as `finished`: each is sent once.
  add column noticed text;
