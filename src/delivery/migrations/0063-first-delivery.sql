-- Where the rows of a mailing begin: whoever looks at them by number need not pass those of all mailings before. Null where an
-- older program froze it; then it is known once the mailing is over and counted.
alter table mailing add column first_delivery_id bigint;
