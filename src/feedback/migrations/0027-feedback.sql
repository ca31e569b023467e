-- What came back, whichever way: refusals of a relay, reports to a bounce address, webhooks, saved files. One row an event,
-- with what it led to; the evidence beside it, sealed, since returned mails carry their reader's links.

-- A mail or a webhook's event as it came. A mail without `read_at` waits to be read; one that says nothing is deleted.
create table feedback_evidence (
  id bigint generated always as identity primary key,
  -- Of a mail: the hash of its bytes and of the address it came to.
  digest text constraint feedback_evidence_digest unique,
  -- The address a mail came to.
  envelope_to text,
  sealed_bytes bytea not null,
  received_at timestamptz not null default now(),
  claimed_at timestamptz,
  tries smallint not null default 0,
  read_at timestamptz
);
create index feedback_evidence_unread on feedback_evidence (id) where read_at is null;
create index feedback_evidence_age on feedback_evidence (received_at);

create table feedback_event (
  id bigint generated always as identity primary key,
  kind text not null constraint feedback_event_kind check (kind in ('bounce', 'complaint', 'unsubscribe')),
  source text not null,
  source_id text not null,
  delivery_id bigint not null,
  -- Null once its reader was erased.
  address_key text,
  -- What told whose mail it was.
  found_by text not null constraint feedback_event_found_by check
    (found_by in ('delivery', 'bounce address', 'message id', 'recipient')),
  class text,
  is_hard boolean not null default false,
  status text,
  diagnostic text,
  effect text not null default 'noted' constraint feedback_event_effect check
    (effect in ('noted', 'strike', 'suppressed', 'kept back before', 'lifted since')),
  suppression_id bigint,
  evidence_id bigint references feedback_evidence (id) on delete set null,
  happened_at timestamptz not null,
  received_at timestamptz not null default now(),
  constraint feedback_event_once unique (source, source_id)
);
create index feedback_event_kind on feedback_event (kind, id);
create index feedback_event_address on feedback_event (address_key, happened_at);
create index feedback_event_delivery on feedback_event (delivery_id);
create index feedback_event_evidence on feedback_event (evidence_id) where evidence_id is not null;

-- Providers that may tell us by webhook, and what proves that it is them.
create table feedback_source (
  provider text primary key,
  -- Basic authentication, where the provider signs nothing.
  username text,
  -- A password, a signing secret or a public key.
  sealed_secret bytea,
  -- SNS: the topics we listen to.
  topics text[] not null default '{}',
  is_on boolean not null default true,
  changed_at timestamptz not null default now(),
  last_taken_at timestamptz,
  problem text,
  problem_at timestamptz
);

-- Signatures that cover no body (Mailgun) serve once.
create table feedback_used_token (
  token_hash text primary key,
  used_at timestamptz not null default now()
);

-- How far the trail of attempts has been read. What was refused in the last 90 days counts too.
create table feedback_mark (
  name text primary key,
  reached_at timestamptz not null
);
insert into feedback_mark (name, reached_at) values ('refusals', now() - interval '90 days');

create index attempt_refusals on attempt (at) where outcome in ('refused', 'expired');

-- Single mails by address: a report that names nothing else is looked up by it. Editions have their own index.
create index delivery_single_address on delivery (address_key) where once_key is not null;
