-- Why a job is where it is, as an event of the server gave it: besides the sentence, a code and the numbers behind it.
alter table jobs
  add column reason_code text,
  add column reason_facts jsonb;
-- Reasons stored so far have only a sentence: the state says which event gave it.
update jobs set
  reason_code = case
    when state = 'LOST' and reason like '%poison suspected' then 'poison_suspected'
    when state = 'LOST' then 'silent_too_long'
    when flags @> array['stalled'] then 'silent'
    when state in ('QUEUED', 'CANCELLED') then 'attempt_lost'
    else 'dispatch_failed'
  end,
  reason_facts = '{}'
where reason is not null;
alter table jobs add check ((reason is null) = (reason_code is null));

-- What is usual for each extractor, learned from its latest jobs.
create table extractor_statistics (
  extractor text primary key references extractors (name) on delete cascade,
  -- 99 % of the events within attempts followed the one before within this time; null before any gap was measured
  p99_gap_ms double precision,
  gaps integer not null,
  -- how long attempts took, by size of the resource: [{size, runs, meanMs, deviationMs}]
  run_times jsonb not null,
  computed_at timestamptz not null
);
