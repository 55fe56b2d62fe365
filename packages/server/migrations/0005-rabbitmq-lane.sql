-- The RabbitMQ lane. The jobs table stays the only queue: what the broker has not confirmed is held here.

-- The queue an extractor was heard on; null where it only ever spoke HTTP.
alter table extractors add column queue text unique;
-- When the broker last had nowhere to put a message for it; null once it has appeared.
alter table extractors add column unroutable_at timestamptz;

alter table jobs
  -- who has it: null while nobody has
  add column lane text check (lane in ('http', 'rabbitmq')),
  -- what happened to the data, where an extractor has to be told more than the trigger says
  add column occasion jsonb,
  -- its message was taken out of the error queue and sent again: its credential counts once more
  add column replayed_at timestamptz;
update jobs set lane = 'http' where state <> 'SUBMITTED';

-- Jobs the server holds: an HTTP claim may take them, the dispatcher may hand them to the broker.
drop index jobs_to_claim;
create index jobs_held on jobs (extractor, priority desc, id)
  where state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq';
-- The same, person by person: the dispatcher takes turns.
create index jobs_held_by_person on jobs (extractor, coalesce(submitted_by, ''), priority desc, id)
  where state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq';
-- What waits in the broker: never more than the dispatch window for each extractor.
create index jobs_in_broker on jobs (extractor, submitted_by)
  where state in ('QUEUED', 'RESUBMITTED') and lane = 'rabbitmq';

-- Reports and heartbeats that could not be used, as they came (keys redacted).
create table quarantine (
  id uuid primary key,
  received_at timestamptz not null,
  source text not null check (source in ('report', 'heartbeat')),
  reason text not null,
  -- the reason in words, with what was wrong
  detail text not null,
  body bytea not null,
  -- AMQP properties and headers
  properties jsonb not null default '{}',
  replayed_at timestamptz,
  replayed_by text references users (id) on delete set null
);
create index quarantine_by_person on quarantine (replayed_by) where replayed_by is not null;

-- Who did what as an operator. Append-only.
create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  user_id text references users (id) on delete set null,
  act text not null,
  subject text not null,
  details jsonb not null default '{}'
);
create index audit_by_subject on audit_log (subject, id desc);
create index audit_by_user on audit_log (user_id) where user_id is not null;
