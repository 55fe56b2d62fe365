-- One act on many jobs. Any server carries it on, slice by slice: its first `done` subjects have been dealt with, and
-- that number is written in the transaction that changes their jobs.
create table operations (
  id uuid primary key,
  kind text not null check (kind in ('cancel', 'resubmit', 'run_missing')),
  state text not null check (state in ('running', 'finished', 'stopped')),
  requested_by text references users (id) on delete set null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  -- what its kind needs beyond the subjects, and what was asked for
  request jsonb not null,
  subject_count integer not null check (subject_count >= 0),
  done integer not null default 0 check (done between 0 and subject_count),
  failed_count integer not null default 0 check (failed_count between 0 and done),
  reason text,
  check ((state = 'running') = (finished_at is null))
);
create index operations_running on operations (id) where state = 'running';
create index operations_ended on operations (finished_at) where finished_at is not null;
create index operations_by_requester on operations (requested_by) where requested_by is not null;

-- The jobs, or files, as they were selected when it was requested.
create table operation_subjects (
  operation_id uuid not null references operations (id) on delete cascade,
  -- from 1
  position integer not null check (position >= 1),
  subject_id uuid not null,
  -- why nothing was done to it when its turn came
  failure text,
  primary key (operation_id, position)
);
create index operation_failures on operation_subjects (operation_id, position) where failure is not null;
