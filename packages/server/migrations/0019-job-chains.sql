-- The jobs that led to a job, oldest first, as [{"jobId", "extractor"}]: each was set off by what the one before it
-- wrote. Kept with the job, so that the limit of a chain needs no walk through jobs that may have been deleted.
alter table jobs add column chain jsonb not null default '[]';
