-- How many jobs of an extractor in a dataset, on its files too, are in each state. Counting the 60,000 jobs of 5,000 files
-- reads an index entry each, and after a change of all of them also the rows: so these totals are kept, in the statement
-- that changes the jobs. Rows are rewritten often, and room in their pages makes that cheap.
create table job_totals (
  dataset_id uuid not null,
  extractor text not null,
  state text not null,
  jobs integer not null,
  primary key (dataset_id, extractor, state)
) with (fillfactor = 50);

insert into job_totals (dataset_id, extractor, state, jobs)
select dataset_id, extractor, state, count(*) from jobs where dataset_id is not null
group by dataset_id, extractor, state;

-- The newest jobs of each extractor in a dataset. The state is not needed for counting any more.
drop index jobs_by_dataset_and_extractor;
create index jobs_by_dataset_and_extractor on jobs (dataset_id, extractor, id desc);

-- `-last_event_at`, which was in the order of `last_seq`: but the jobs of an imported history have new numbers and old
-- times.
create index jobs_by_last_event on jobs (last_event_at desc, id desc);
