-- How many jobs does each extractor have in a dataset, files included, in each state, and which are the newest ones?
-- The counts of 60,000 jobs are read from this index alone and in its order; without it, all of their rows are read.
create index jobs_by_dataset_and_extractor on jobs (dataset_id, extractor, state, id desc);
