-- What people and extractors put in. 0001-accounts.sql has made the table users (id text primary key).

create table datasets (
  id uuid primary key,
  name text not null check (name <> ''),
  description text not null default '',
  created_at timestamptz not null,
  created_by text references users (id) on delete set null
);

create table files (
  id uuid primary key,
  dataset_id uuid not null references datasets (id) on delete cascade,
  name text not null check (name <> ''),
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  mime text not null,
  mime_by_name text,
  mime_by_content text,
  blob_key text not null unique,
  created_at timestamptz not null,
  uploaded_by text references users (id) on delete set null,
  downloads bigint not null default 0,
  made_by_job uuid,
  made_by_attempt integer,
  output_key text,
  unique (made_by_job, output_key)
);
-- The size is in it for a dataset's totals: counting and adding up never reads the table.
create index files_by_dataset on files (dataset_id, id desc) include (size_bytes);

-- One document about one file or one dataset. The output key makes what an extractor sends twice stand once.
create table metadata (
  id uuid primary key,
  file_id uuid references files (id) on delete cascade,
  dataset_id uuid references datasets (id) on delete cascade,
  context jsonb,
  content jsonb not null,
  agent jsonb not null,
  extractor text,
  user_id text references users (id) on delete set null,
  job_id uuid,
  attempt integer,
  output_key text,
  created_at timestamptz not null,
  check (num_nonnulls(file_id, dataset_id) = 1),
  unique (job_id, output_key)
);
create index metadata_by_file on metadata (file_id, id desc);
create index metadata_by_dataset on metadata (dataset_id, id desc);

-- Previews and thumbnails are uploaded first and attached second; until then file_id is null.
create table previews (
  id uuid primary key,
  kind text not null check (kind in ('preview', 'thumbnail')),
  file_id uuid references files (id) on delete cascade,
  title text not null default '',
  mime text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  blob_key text not null unique,
  details jsonb not null default '{}',
  extractor text,
  uploaded_by text references users (id) on delete set null,
  job_id uuid,
  attempt integer,
  output_key text,
  created_at timestamptz not null,
  unique (job_id, output_key)
);
create index previews_by_file on previews (file_id, kind, id desc);
create unique index one_thumbnail on previews (file_id) where kind = 'thumbnail';
create index previews_unattached on previews (created_at) where file_id is null;

create table tags (
  id uuid primary key,
  file_id uuid references files (id) on delete cascade,
  dataset_id uuid references datasets (id) on delete cascade,
  tag text not null check (tag <> ''),
  user_id text references users (id) on delete set null,
  extractor text,
  job_id uuid,
  created_at timestamptz not null,
  check (num_nonnulls(file_id, dataset_id) = 1),
  unique nulls not distinct (file_id, dataset_id, tag)
);

-- Blobs to be deleted from disk once they are due, unless a row has claimed them by then. A blob is written down here
-- before its first byte, and taken off in the transaction that inserts its row; a row that goes, or takes another
-- blob, puts its old one here. So a crash between the database and the disk leaves no orphan on either side.
create table doomed_blobs (
  blob_key text primary key,
  due_at timestamptz not null default '-infinity'
);
create index doomed_blobs_by_time on doomed_blobs (due_at);

create function doom_blob() returns trigger language plpgsql as $$
begin
  insert into doomed_blobs (blob_key) values (old.blob_key) on conflict do nothing;
  return null;
end $$;

create trigger files_doom_deleted_blob after delete on files
  for each row execute function doom_blob();
create trigger files_doom_replaced_blob after update of blob_key on files
  for each row when (old.blob_key <> new.blob_key) execute function doom_blob();
create trigger previews_doom_deleted_blob after delete on previews
  for each row execute function doom_blob();
create trigger previews_doom_replaced_blob after update of blob_key on previews
  for each row when (old.blob_key <> new.blob_key) execute function doom_blob();

-- Secrets and facts the instance makes for itself at first start, shared by all its servers.
create table instance_settings (
  name text primary key,
  value text not null
);
