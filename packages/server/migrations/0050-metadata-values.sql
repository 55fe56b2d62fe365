-- The values of metadata documents, each with its key: by these, files and datasets are found, and the metadata of a
-- dataset's files is shown as a table. Triggers keep them, so that they are right whichever release writes a document
-- or moves a file.
create table metadata_values (
  metadata_id uuid not null references metadata (id) on delete cascade,
  -- The file or dataset that the document is about.
  resource_id uuid not null,
  -- The dataset whose rights it has.
  dataset_id uuid not null,
  -- The path to the value, as exif.Model. Items of a list have the key of the list.
  key text not null,
  -- Its last part in lower case.
  name text not null,
  -- Of a number, and of a text that is written as one.
  number double precision,
  -- The first 200 characters.
  value text not null
);

create index metadata_values_by_document on metadata_values (metadata_id);
create index metadata_values_by_dataset on metadata_values (dataset_id, name, resource_id);
create index metadata_values_by_number on metadata_values (name, number, metadata_id) where number is not null;
create index metadata_values_by_text on metadata_values (name, (in_lower_case(value) collate "C"), metadata_id);
create index metadata_values_by_part on metadata_values using gin (in_lower_case(value) gin_trgm_ops)
  where number is null;

-- The values of a document, 500 at most: one of megabytes must not become a million rows.
create function values_of_metadata(content jsonb)
  returns table (key text, value text, number double precision) language sql immutable parallel safe
as $$
  with recursive leaves (key, value, depth) as (
    select ''::text, content, 0
    union all
    select inner_key, inner_value, depth + 1
    from leaves, lateral (
      select left(case when leaves.key = '' then e.key else leaves.key || '.' || e.key end, 200), e.value
      from jsonb_each(case jsonb_typeof(leaves.value) when 'object' then leaves.value else '{}' end) e
      union all
      select leaves.key, e.value
      from jsonb_array_elements(case jsonb_typeof(leaves.value) when 'array' then leaves.value else '[]' end) e (value)
    ) inside (inner_key, inner_value)
    where depth < 8 and jsonb_typeof(leaves.value) in ('object', 'array')
  ), scalars as (
    select leaves.key, leaves.value #>> '{}' as value from leaves
    where jsonb_typeof(leaves.value) in ('string', 'number', 'boolean') and leaves.key <> ''
    limit 500
  )
  select scalars.key, left(scalars.value, 200),
    -- A number of more digits would not fit.
    case when scalars.value ~ '^[+-]?[0-9]{1,100}(\.[0-9]{1,100})?([eE][+-]?[0-9]{1,2})?$'
      then scalars.value::double precision end
  from scalars where scalars.value <> ''
$$;

create function write_metadata_values(document metadata) returns void language sql as $$
  insert into metadata_values (metadata_id, resource_id, dataset_id, key, name, number, value)
  select document.id, coalesce(document.file_id, document.dataset_id),
    coalesce(document.dataset_id, (select dataset_id from files where id = document.file_id)),
    v.key, in_lower_case(substring(v.key from '[^.]*$')), v.number, v.value
  from values_of_metadata(document.content) v
  -- One level of a larger document alone takes longer than a request may.
  where pg_column_size(document.content) <= 1000000
$$;

create function keep_metadata_values() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then delete from metadata_values where metadata_id = new.id; end if;
  perform write_metadata_values(new);
  return null;
end $$;

create function move_metadata_values() returns trigger language plpgsql as $$
begin
  update metadata_values set dataset_id = new.dataset_id
  where metadata_id in (select id from metadata where file_id = new.id);
  return null;
end $$;

create trigger metadata_keep_values after insert or update of content, file_id, dataset_id on metadata
  for each row execute function keep_metadata_values();
create trigger files_move_metadata_values after update of dataset_id on files
  for each row when (old.dataset_id <> new.dataset_id) execute function move_metadata_values();

-- Documents that were there before this migration: upkeep writes the values of those whose ids are below this one, newest
-- first, and removes the setting when none is left.
insert into instance_settings (name, value)
select 'metadata_values_below', 'ffffffff-ffff-ffff-ffff-ffffffffffff' where exists (select from metadata);
