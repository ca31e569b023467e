-- When a person last let it go on: complaints before that have been looked at.
alter table mailing add column resumed_at timestamptz;
create index suppression_complaint on suppression (created_at) where reason = 'complaint';
