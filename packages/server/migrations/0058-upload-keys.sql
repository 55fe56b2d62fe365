-- What a person's request to upload is called, and what it stored: the same request sent again stores nothing more.
create table upload_keys (
  user_id text not null,
  key text not null,
  dataset_id uuid not null references datasets (id) on delete cascade,
  files jsonb not null,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index upload_keys_by_dataset on upload_keys (dataset_id);
create index upload_keys_by_time on upload_keys (created_at);
