-- What jobs that need attention have in common: kind, extractor, version and the fingerprint of their error. `known_at`
-- and `note` are what operators have written to it.
create table failures (
  id text primary key,
  kind text not null,
  extractor text not null,
  version text,
  fingerprint text not null,
  known_at timestamptz,
  known_by text references users (id) on delete set null,
  note text,
  note_at timestamptz,
  note_by text references users (id) on delete set null
);
create index failures_of_extractor on failures (extractor, kind, fingerprint);

-- How many jobs of a failure there are, by the hour in which they failed, their dataset and who submitted them ('' where
-- that is nobody): one row for ten thousand jobs that fail alike within an hour, and the dataset says who sees it. Kept in
-- the statement that changes the jobs. `first_at` to `last_at` also contains the jobs that have left.
create table failure_totals (
  hour timestamptz not null,
  dataset_id uuid not null,
  failure text not null,
  submitted_by text not null,
  jobs integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  last_job uuid,
  primary key (hour, dataset_id, failure, submitted_by)
) with (fillfactor = 50);
create index failure_totals_by_failure on failure_totals (failure, hour);

alter table jobs add column failure text;
create index jobs_by_failure on jobs (failure, id desc) include (dataset_id, resource_id, submitted_by) where failure is not null;

-- The fingerprints of errors are made by the server. At its next start it groups what has failed before.
insert into instance_settings (name, value) values ('failures_to_group', 'yes');
