-- How many wait for a confirmation, for the list of newsletters: few among many, and the index holds only those.
create index subscription_pending on subscription (newsletter_id) where state = 'pending';
