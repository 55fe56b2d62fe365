-- Events of old months, taken out of job_events: see docs/decisions/0019-event-archives.md.
create table event_archives (
  blob_key text primary key,
  -- the first day of the month, in UTC
  month date not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null,
  event_count bigint not null check (event_count > 0),
  first_seq bigint not null,
  last_seq bigint not null check (last_seq >= first_seq),
  first_at timestamptz not null,
  last_at timestamptz not null check (last_at >= first_at),
  archived_at timestamptz not null,
  -- Null while the partition is still there: until then its events are read from it, not from the archive.
  dropped_at timestamptz
);
-- Of two servers that archive a month at once, one stores its archive. A month can have several: of events that were
-- imported into it later.
create unique index event_archives_not_dropped on event_archives (month) where dropped_at is null;
create index event_archives_dropped on event_archives (month, first_seq) where dropped_at is not null;

-- The bytes of an archive are gzip members one after the other; each has some hundred events in the order of job and
-- seq, so that the events of a job are found without reading the month.
create table event_archive_blocks (
  blob_key text not null references event_archives on delete cascade,
  number integer not null,
  first_job uuid not null,
  last_job uuid not null,
  first_seq bigint not null,
  last_seq bigint not null,
  start_byte bigint not null,
  byte_count integer not null check (byte_count > 0),
  primary key (blob_key, first_job, number)
);

create trigger event_archives_doom_deleted_blob after delete on event_archives
  for each row execute function doom_blob();
