-- The latest job of each extractor on each file of a dataset, with its state, from the index alone: the list of files is
-- filtered, counted and sorted by it.
create index jobs_of_files on jobs (dataset_id, resource_id, extractor, id desc) include (state);

-- Acts on many files are operations, too.
alter table operations
  drop constraint operations_kind_check,
  add check (kind in ('cancel', 'resubmit', 'run_missing', 'tag_files', 'delete_files', 'move_files'));
