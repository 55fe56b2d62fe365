-- The newest jobs of a version, of one that is long gone, or of one that never was: without it, all jobs are read.
-- Jobs that have not begun have no version and no entry.
create index jobs_by_version on jobs (extractor_version, id desc) where extractor_version is not null;

-- Jobs with so many attempts. Nearly all have one, and no entry.
create index jobs_by_attempts on jobs (attempt_count, id desc) where attempt_count > 1;

-- Jobs on files of a name, also by a part of it: as the texts of 0035-text-search.sql, with one entry for each job that
-- has ended. Comparing the names of a million jobs takes a second.
create index ended_jobs_by_name on jobs
  using gin (in_lower_case(resource_name) gin_trgm_ops) with (gin_pending_list_limit = 65536)
  where finished_at is not null;
create statistics job_names on in_lower_case(resource_name) from jobs;
analyze jobs;

-- The errors in a log of a hundred thousand lines, which need not be read for them. Other events have no entry. The
-- condition is that of the group `errors` in core's EVENTS_IN_GROUP.
create index job_events_errors on job_events (job_id, seq)
  where kind = any (array[
      'ERROR', 'RESUBMITTED', 'DISPATCH_FAILED', 'ATTEMPT_LOST', 'LOST', 'OUTPUT_REFUSED', 'FAILURE_FOUND'
    ]) or level = any (array['error']);
