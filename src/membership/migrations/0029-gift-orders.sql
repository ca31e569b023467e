-- Gifts that are paid for by card: an order waits until the provider says that it is paid, then becomes a gift, once.
create table gift_order (
  public_id text primary key,
  provider text not null,
  tier_id integer not null references tier (id),
  months smallint not null constraint gift_order_months check (months between 1 and 36),
  amount_minor integer not null constraint gift_order_amount check (amount_minor > 0),
  currency text not null,
  giver_name text,
  giver_address text not null,
  recipient_address text,
  message text,
  asked_at timestamptz not null default now(),
  paid_at timestamptz,
  gift_id integer references gift (id)
);
create index gift_order_unpaid on gift_order (asked_at) where paid_at is null;

alter table payment_event add column order_ref text;
