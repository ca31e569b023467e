-- The language our pages and mails speak to a reader. Null: the publication's.
alter table subscriber add column language text
  constraint subscriber_language check (language ~ '^[a-z]{2,3}$');
-- In which one a sign-up was made: its confirmation speaks it, and a reader who has not chosen gets it.
alter table sign_up add column language text
  constraint sign_up_language check (language ~ '^[a-z]{2,3}$');
-- What a form speaks wherever it stands. Null: the reader's own.
alter table signup_form add column language text
  constraint signup_form_language check (language ~ '^[a-z]{2,3}$');
