-- Finds texts in the messages and errors of jobs by their trigrams. Only ended jobs are in these indexes: the message of
-- an open job changes with each report, and there are few open jobs. What has ended lately waits in a list (kB) that
-- upkeep merges into the index, so that no report waits for that.
create extension if not exists pg_trgm;

-- A text in lower case by Unicode. It has its cost, which the planner does not know of `lower` and ICU: it would rather
-- read 50,000 jobs in their order than look for a hundred in an index. And no second process is started for one page.
create function in_lower_case(value text) returns text language plpgsql immutable strict parallel unsafe cost 500
  as 'begin return lower(value collate "und-x-icu"); end';

create index ended_jobs_by_message on jobs
  using gin (in_lower_case(latest_message) gin_trgm_ops) with (gin_pending_list_limit = 65536)
  where finished_at is not null;
create index ended_jobs_by_error on jobs
  using gin (in_lower_case(error_message) gin_trgm_ops) with (gin_pending_list_limit = 65536)
  where finished_at is not null;

-- How frequent texts are: for one that most jobs have, the newest jobs are read instead.
create statistics job_texts on in_lower_case(latest_message), in_lower_case(error_message) from jobs;
analyze jobs;
