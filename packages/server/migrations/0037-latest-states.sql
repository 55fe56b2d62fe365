-- The state of the latest job of each extractor on each file: a row for each file, by which files of a dataset are
-- filtered, sorted and counted. Finding these jobs among all of a dataset reads an index entry for each. Kept in the
-- statement that changes the jobs. `bits` has one bit for each state that occurs (FILE_STATES in model/file-filter.ts).
create table latest_states (
  dataset_id uuid not null,
  file_id uuid not null,
  -- by extractor
  states jsonb not null,
  bits integer not null,
  primary key (dataset_id, file_id)
) with (fillfactor = 50);

insert into latest_states (dataset_id, file_id, states, bits)
select dataset_id, resource_id, jsonb_object_agg(extractor, state), bit_or(case state
  when 'FAILED' then 1 when 'LOST' then 2 when 'RUNNING' then 4 when 'RESUBMITTED' then 8 when 'QUEUED' then 16
  when 'SUBMITTED' then 32 when 'CANCELLED' then 64 when 'SKIPPED' then 128 when 'SUCCEEDED' then 256 end)
from (
  select distinct on (dataset_id, resource_id, extractor) dataset_id, resource_id, extractor, state from jobs
  where resource_type = 'file' and dataset_id is not null
  order by dataset_id, resource_id, extractor, id desc
) latest
group by dataset_id, resource_id;

-- Each report on a job wrote an entry of this index.
drop index jobs_of_files;
