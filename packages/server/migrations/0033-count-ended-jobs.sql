-- The jobs that ended before, counted as core's `endedJob` says. A test compares both.
insert into ended_jobs (extractor, hour, version, state, jobs, retried)
select extractor, floor(extract(epoch from finished_at) / 3600)::integer, coalesce(extractor_version, ''), state,
  count(*), count(*) filter (where attempt_count > 1)
from jobs where finished_at is not null and not flags @> array['imported']
group by 1, 2, 3, 4;

with bounds as (
  select array_agg(bound order by bound) as all_of_them from (
    select distinct ceil(power(2::float8, step / 8) * power(2::float8, (step % 8) / 8.0))::bigint as bound
    from generate_series(0, 359) step
  ) bound
), ended as (
  select extractor, finished_at, coalesce(jobs.extractor_version, '') as version, state = 'SUCCEEDED' as is_done,
    greatest(first.started_at, submitted_at) - submitted_at as wait,
    least(greatest(last.ended_at, last.started_at), finished_at) - greatest(last.started_at, submitted_at) as run,
    finished_at - submitted_at as elapsed,
    resource_size_bytes as bytes
  from jobs
  join job_attempts first on first.job_id = jobs.id and first.number = 1 and first.started_at <= finished_at
  cross join lateral (
    select started_at, coalesce(ended_at, finished_at) as ended_at from job_attempts
    where job_id = jobs.id and started_at <= finished_at order by number desc limit 1
  ) last
  where finished_at is not null and not flags @> array['imported']
), measured as (
  select extractor, finished_at, version, measure, value from ended cross join lateral (values
    ('wait', (extract(epoch from wait) * 1000)::bigint),
    ('run', case when is_done then (extract(epoch from run) * 1000)::bigint end),
    ('elapsed', case when is_done then (extract(epoch from elapsed) * 1000)::bigint end),
    ('bytes', case when is_done then bytes end)
  ) measures (measure, value)
  where value is not null
)
insert into ended_job_measures (extractor, hour, version, measure, bucket, jobs)
select extractor, floor(extract(epoch from finished_at) / 3600)::integer, version, measure,
  width_bucket(value, all_of_them), count(*)
from measured cross join bounds
group by 1, 2, 3, 4, 5;
