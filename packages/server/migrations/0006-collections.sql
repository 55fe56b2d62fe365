-- Datasets under a common name, parts of files, and the previews and tags of both.

create table collections (
  id uuid primary key,
  name text not null check (name <> ''),
  description text not null default '',
  created_at timestamptz not null,
  created_by text references users (id) on delete set null
);

-- A collection may lie in several others. Links are made only where the child is new, so there are no circles.
create table collection_parents (
  parent_id uuid not null references collections (id) on delete cascade,
  child_id uuid not null references collections (id) on delete cascade,
  primary key (parent_id, child_id),
  check (parent_id <> child_id)
);
create index collection_parents_by_child on collection_parents (child_id);

create table collection_datasets (
  collection_id uuid not null references collections (id) on delete cascade,
  dataset_id uuid not null references datasets (id) on delete cascade,
  added_at timestamptz not null,
  added_by text references users (id) on delete set null,
  primary key (collection_id, dataset_id)
);
create index collection_datasets_by_dataset on collection_datasets (dataset_id);

-- A region of an image, a stretch of a recording: which one is told by the details, in its maker's own words.
create table sections (
  id uuid primary key,
  file_id uuid not null references files (id) on delete cascade,
  description text not null default '',
  details jsonb not null default '{}',
  extractor text,
  created_by text references users (id) on delete set null,
  job_id uuid,
  created_at timestamptz not null
);
create index sections_by_file on sections (file_id, id desc);

alter table previews
  add column section_id uuid references sections (id) on delete cascade,
  add column collection_id uuid references collections (id) on delete cascade,
  add check (num_nonnulls(file_id, section_id, collection_id) <= 1),
  add check (kind = 'preview' or num_nonnulls(section_id, collection_id) = 0);
create index previews_by_section on previews (section_id, id desc) where section_id is not null;
create index previews_by_collection on previews (collection_id, id desc) where collection_id is not null;
drop index previews_unattached;
create index previews_unattached on previews (created_at)
  where num_nonnulls(file_id, section_id, collection_id) = 0;

alter table tags
  add column section_id uuid references sections (id) on delete cascade,
  drop constraint tags_check,
  add check (num_nonnulls(file_id, dataset_id, section_id) = 1),
  drop constraint tags_file_id_dataset_id_tag_key,
  add unique nulls not distinct (file_id, dataset_id, section_id, tag);
-- That one begins with the file: what is attached to something else is found, and deleted with it, by these.
create index tags_by_dataset on tags (dataset_id) where dataset_id is not null;
create index tags_by_section on tags (section_id) where section_id is not null;
