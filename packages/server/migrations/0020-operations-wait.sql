-- Why an operation submits nothing for now: the extractor for which too many jobs of operations wait already, and how
-- many these were. Each server that carries it on writes them anew.
alter table operations
  add column waits_for text,
  add column waiting_jobs integer,
  add check ((waits_for is null) = (waiting_jobs is null));
-- The list: those that run, then the others, each from new to old.
create index operations_listed on operations ((state = 'running') desc, id desc);
