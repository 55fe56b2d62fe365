-- What administrators sort extractors by.

create table extractor_labels (
  id uuid primary key,
  name text not null unique check (name <> ''),
  category text check (category <> ''),
  created_at timestamptz not null
);

create table extractor_label_members (
  label_id uuid not null references extractor_labels (id) on delete cascade,
  extractor text not null references extractors (name) on delete cascade,
  primary key (label_id, extractor)
);
create index extractor_label_members_by_extractor on extractor_label_members (extractor);

-- Whether anything of a dataset is still being worked on, and what is to be cancelled with it.
create index jobs_open_by_dataset on jobs (dataset_id) where finished_at is null;
create index jobs_open_by_resource on jobs (resource_id) where finished_at is null;
