-- Staff may come in through the newsroom's own accounts (OpenID Connect). A person has one link, and an account at the
-- provider opens one person's: issuer and subject name it for good, an address does not.

create table staff_sign_on (
  staff_id integer primary key references staff (id),
  issuer text not null,
  subject text not null,
  linked_at timestamptz not null default now(),
  last_used_at timestamptz,
  constraint staff_sign_on_identity unique (issuer, subject)
);

-- The owner's word about the provider: its second factor is enough; everybody but owners comes in through it.
alter table staff_rules
  add column trusts_provider_factor boolean not null default false,
  add column demands_sign_on boolean not null default false;

-- The provider said that a second factor was shown, and the owner takes its word: this session owes none.
alter table staff_session add column has_provider_factor boolean not null default false;
