-- The last day of the card that pays, as the provider says; and when the offer to stay was taken, which is once.
alter table membership add column card_ends_on date;
alter table membership add column discounted_at timestamptz;

create index entitlement_ends on entitlement (ends_at) where ended_at is null and ends_at is not null;
create index entitlement_ended on entitlement (ended_at) where ended_at is not null;
