-- Histories of other servers. Their events are stored as they come, and jobs are made of them when all have come: so the
-- order in which they arrive does not matter, and no imported job is ever open.

alter table jobs drop constraint jobs_flags_check;
alter table jobs add constraint jobs_flags_check check (
  flags <@ array['stalled', 'cancel_requested', 'inferred', 'reopened', 'ambiguous', 'imported']
);

create table imported_events (
  source text not null,
  -- The event's id there: what was imported once is recognised by it.
  source_id text collate "C" not null,
  source_job text,
  extractor text not null,
  resource_id uuid not null,
  -- The resource that the submission names, where the reports name another one.
  cause_id uuid,
  kind text not null,
  message text not null,
  happened_at timestamptz not null,
  reported_at timestamptz,
  reported text,
  submitted_by text,
  parameters jsonb,
  -- Null until a job was made of it. From then on job_events has its content, and this row only its ids.
  job_id uuid references jobs (id) on delete cascade,
  primary key (source, source_id)
);
create index imported_events_waiting on imported_events (source, extractor, resource_id) where job_id is null;
create index imported_events_by_source_job on imported_events (source, source_job) where source_job is not null;
create index imported_events_by_job on imported_events (job_id) where job_id is not null;

-- The files of an imported history are also found by their bytes.
create index files_by_sha256 on files (sha256);
