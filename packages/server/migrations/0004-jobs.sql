-- The jobs table is the queue's truth. A job outlives its resource, so nothing here refers to files or datasets.

create table jobs (
  id uuid primary key,
  extractor text not null references extractors (name),
  extractor_version text,
  resource_type text not null check (resource_type in ('file', 'dataset')),
  resource_id uuid not null,
  resource_name text not null,
  resource_size_bytes bigint,
  resource_mime text,
  dataset_id uuid,
  cause_type text check (cause_type in ('file', 'dataset')),
  cause_id uuid,
  cause_name text,
  trigger text not null check (trigger in ('upload', 'dataset', 'metadata', 'manual', 'resubmit', 'legacy')),
  submitted_by text references users (id) on delete set null,
  parameters jsonb not null default '{}',
  resubmit_of uuid references jobs (id),
  resubmitted_as uuid[] not null default '{}',
  priority smallint not null default 0,

  state text not null check (
    state in ('SUBMITTED', 'QUEUED', 'RUNNING', 'RESUBMITTED', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'LOST')
  ),
  flags text[] not null default '{}' check (
    flags <@ array['stalled', 'cancel_requested', 'inferred', 'reopened', 'ambiguous']
  ),
  attempt_count integer not null default 0 check (attempt_count >= 0),
  submitted_at timestamptz not null,
  queued_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  last_event_at timestamptz not null,
  -- seq of the last event that concerned this job: a stream that has seen it has seen this state
  last_seq bigint not null,
  progress double precision check (progress between 0 and 1),
  latest_kind text,
  latest_message text,
  latest_at timestamptz,
  error_message text,
  error_attempt integer,
  reason text,
  cancel_requested_by text references users (id) on delete set null,
  cancel_requested_at timestamptz,
  cancel_outcome text check (cancel_outcome in ('never_ran', 'stopped', 'finished_anyway')),
  -- not handed out before: a retry asked for later
  available_at timestamptz not null,
  -- of an ended job; an open one still ages
  elapsed_ms bigint generated always as ((extract(epoch from (finished_at - submitted_at)) * 1000)::bigint) stored,

  check ((state in ('SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'LOST')) = (finished_at is not null)),
  check (finished_at is null or finished_at >= submitted_at),
  check ((error_message is null) = (error_attempt is null)),
  check ((cause_type is null) = (cause_id is null))
);
-- Ids are UUIDv7 of the time of submission: `id desc` is newest first.
create index jobs_by_resource on jobs (resource_id, extractor, id desc);
create index jobs_by_dataset on jobs (dataset_id, id desc);
create index jobs_by_extractor on jobs (extractor, id desc);
create index jobs_by_state on jobs (state, id desc);
create index jobs_by_submitter on jobs (submitted_by, id desc);
-- Nearly all jobs are uploads: what else sets jobs off is rare enough to be looked for.
create index jobs_by_rarer_trigger on jobs (trigger, id desc) where trigger <> 'upload';
create index jobs_flagged on jobs (id desc) where flags <> '{}';
-- What deleting an old job, or a user, has to look for.
create index jobs_by_origin on jobs (resubmit_of) where resubmit_of is not null;
create index jobs_by_canceller on jobs (cancel_requested_by) where cancel_requested_by is not null;
-- The order of truth is also the order of the last event: it serves streams that resume and `-last_event_at`.
create unique index jobs_by_last_seq on jobs (last_seq, id);
create index jobs_to_claim on jobs (extractor, priority desc, id) where state in ('QUEUED', 'RESUBMITTED');
create index jobs_open on jobs (extractor, state) where finished_at is null;
-- Two halves of `-elapsed_ms`.
create index jobs_open_by_age on jobs (submitted_at, id) where finished_at is null;
create index jobs_by_elapsed on jobs (elapsed_ms desc, id) where elapsed_ms is not null;

create table job_attempts (
  job_id uuid not null references jobs (id) on delete cascade,
  number integer not null check (number >= 1),
  outcome text not null check (
    outcome in ('RUNNING', 'SUCCEEDED', 'FAILED', 'RESUBMITTED', 'SKIPPED', 'CANCELLED', 'LOST')
  ),
  started_at timestamptz not null,
  ended_at timestamptz,
  instance_id text,
  extractor_version text,
  error text,
  reason text,
  -- HTTP lane only
  lease_id uuid unique,
  lease_expires_at timestamptz,
  primary key (job_id, number),
  check ((outcome = 'RUNNING') = (ended_at is null)),
  check (ended_at is null or ended_at >= started_at)
);
create unique index one_open_attempt on job_attempts (job_id) where outcome = 'RUNNING';
create index leases_by_expiry on job_attempts (lease_expires_at) where outcome = 'RUNNING';

-- Append-only, partitioned by time. Numbered under one advisory lock (store/append-events.ts), so that seq also
-- becomes visible in order: a reader that has seen seq 10 will never see a 9 appear.
create sequence job_event_seq;
create table job_events (
  seq bigint not null,
  id uuid not null,
  job_id uuid not null,
  attempt integer,
  kind text not null,
  level text,
  message text not null,
  received_at timestamptz not null,
  reported_at timestamptz,
  reported text,
  matched_by text not null,
  late boolean not null default false,
  -- what replaying needs beyond the columns: progress, instance, version, who asked …
  data jsonb,
  primary key (seq, received_at)
) partition by range (received_at);
create index job_events_by_job on job_events (job_id, seq);
create index job_events_by_id on job_events (job_id, id);

-- Catches what no monthly partition takes, so that an append never fails for want of one.
create table job_events_default partition of job_events default;
