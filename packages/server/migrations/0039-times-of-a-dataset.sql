-- The timeline of a dataset asks when its jobs began and ended: 50,000 of them from the index alone, where their rows
-- may be on as many pages.
create index jobs_by_dataset_with_times on jobs (dataset_id, id desc) include (submitted_at, started_at, finished_at);
drop index jobs_by_dataset;
alter index jobs_by_dataset_with_times rename to jobs_by_dataset;
