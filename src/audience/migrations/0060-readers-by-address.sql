-- Readers are found by how their address begins, whatever order the database keeps texts in; the unique index serves only
-- whole addresses there.
create index subscriber_address_start on subscriber (address_key text_pattern_ops);
