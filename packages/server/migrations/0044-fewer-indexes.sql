-- Each write makes an entry in every index that has the row. docs/database-indexes.md names the question that needs each
-- index of the tables that reports write; those dropped here had none, or others answer theirs.

-- No job is deleted, so nothing looks for the jobs that were resubmitted from one.
drop index jobs_by_origin;

-- One index for the open jobs of a dataset, and of one of its files.
drop index jobs_open_by_dataset;
drop index jobs_open_by_resource;
create index jobs_open_by_dataset on jobs (dataset_id, resource_id) where finished_at is null;

-- Most jobs have succeeded: the newest of these are found among all jobs.
drop index jobs_by_state;
create index jobs_by_state on jobs (state, id desc) where state <> 'SUCCEEDED';

-- No two jobs have the same last event.
drop index jobs_by_last_seq;
create index jobs_by_last_seq on jobs (last_seq);

-- Few jobs have an error.
drop index ended_jobs_by_error;
create index ended_jobs_by_error on jobs
  using gin (in_lower_case(error_message) gin_trgm_ops) with (gin_pending_list_limit = 65536)
  where finished_at is not null and error_message is not null;

-- Events are read by job and number; by number alone nobody asks for them. The key has the column of the partitions, as
-- PostgreSQL requires. On two cores this takes some 3 s for a million events.
alter table job_events drop constraint job_events_pkey;
drop index job_events_by_job;
alter table job_events add primary key (job_id, seq, received_at);
