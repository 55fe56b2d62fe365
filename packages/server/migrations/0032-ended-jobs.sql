-- How the jobs of each extractor and version ended, hour by hour (counted since 1970, UTC), so that its page reads neither
-- jobs nor events. Kept in the transaction that changes the jobs. Days that are long over are one row: their first hour's.
create table ended_jobs (
  extractor text not null,
  hour integer not null,
  -- empty where it is not known
  version text not null,
  state text not null,
  jobs integer not null,
  -- of these, with more than one attempt
  retried integer not null,
  primary key (extractor, hour, version, state)
) with (fillfactor = 50);
create index ended_jobs_in_hours on ended_jobs (hour, extractor) where hour % 24 <> 0;

-- Their waits, run times, elapsed times (ms) and sizes (bytes), as histograms: core's BUCKET_BOUNDS are the bounds.
create table ended_job_measures (
  extractor text not null,
  hour integer not null,
  version text not null,
  measure text not null,
  bucket smallint not null,
  jobs integer not null,
  primary key (extractor, hour, version, measure, bucket)
) with (fillfactor = 50);
