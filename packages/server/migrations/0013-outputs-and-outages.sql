-- An output opened the attempt, and no report has come from it yet.
alter table job_attempts add column is_presumed boolean not null default false;

-- A job's credential reads whether or not its message was sent again.
alter table jobs drop column replayed_at;

-- The times in which a server answered, so that the times in which none did are known. A server that could not write for
-- some seconds begins another row.
create table server_runs (
  id uuid primary key,
  started_at timestamptz not null,
  -- written about every second
  alive_at timestamptz not null,
  -- when everything that extractors had reported before this run was received; null until then
  caught_up_at timestamptz,
  -- whether the jobs that failed before that were looked at
  reviewed boolean not null default false,
  check (alive_at >= started_at)
);
create index server_runs_by_start on server_runs (started_at);
create index server_runs_to_review on server_runs (caught_up_at) where not reviewed;
-- Those that failed in an outage.
create index jobs_failed_by_end on jobs (finished_at) where state = 'FAILED';
