-- The timeline of a dataset shows the jobs that began last, and some of each part of the time before: read in the order
-- of their beginnings, it needs not read all jobs of the dataset.
create index jobs_by_dataset_and_beginning on jobs (dataset_id, coalesce(started_at, submitted_at) desc, id desc);
