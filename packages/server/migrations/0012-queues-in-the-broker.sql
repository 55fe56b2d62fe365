-- What the broker said of an extractor's queue when it was asked last. Not every extractor sends heartbeats.
alter table extractors
  add column queue_checked_at timestamptz,
  -- null where there was no such queue
  add column queue_ready integer,
  add column queue_consumers integer not null default 0,
  -- when somebody was last seen to consume it
  add column queue_consumed_at timestamptz,
  -- its watch exchange is bound to it: one that is missing later shows that the queue was deleted in between
  add column queue_watched boolean not null default false,
  -- known by its heartbeats only: no administrator and no registration has confirmed it
  add column heartbeat_only boolean not null default false;
create index extractors_by_heartbeat_only on extractors (name) where heartbeat_only;

-- Names that are in use in the broker and not registered as extractors. Operators decide about them.
create table unregistered_extractors (
  name text primary key,
  -- how it became known
  source text not null check (source in ('heartbeat', 'report', 'binding')),
  -- what its heartbeat announced, to register it from
  info jsonb,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  times integer not null default 1
);
create index unregistered_extractors_by_time on unregistered_extractors (last_seen_at desc);
