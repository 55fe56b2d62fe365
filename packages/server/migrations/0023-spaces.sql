-- Who sees a dataset: its owner (`created_by`), the members of the spaces that it is in, and everybody if it is public.

create table spaces (
  id uuid primary key,
  name text not null check (name <> ''),
  description text not null default '',
  created_at timestamptz not null,
  created_by text references users (id) on delete set null
);

create table space_members (
  space_id uuid not null references spaces (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  role text not null check (role in ('viewer', 'editor', 'admin')),
  added_at timestamptz not null,
  added_by text references users (id) on delete set null,
  primary key (user_id, space_id)
);
create index space_members_by_space on space_members (space_id, user_id);

create table dataset_spaces (
  dataset_id uuid not null references datasets (id) on delete cascade,
  space_id uuid not null references spaces (id) on delete cascade,
  added_at timestamptz not null,
  added_by text references users (id) on delete set null,
  primary key (dataset_id, space_id)
);
create index dataset_spaces_by_space on dataset_spaces (space_id, dataset_id);

create table collection_spaces (
  collection_id uuid not null references collections (id) on delete cascade,
  space_id uuid not null references spaces (id) on delete cascade,
  added_at timestamptz not null,
  added_by text references users (id) on delete set null,
  primary key (collection_id, space_id)
);
create index collection_spaces_by_space on collection_spaces (space_id, collection_id);

alter table datasets add column is_public boolean not null default false;
create index datasets_by_owner on datasets (created_by, id desc);
create index datasets_public on datasets (id desc) where is_public;
create index collections_by_owner on collections (created_by, id desc);

-- Until now everybody saw and changed every dataset. Where there are several people, a space keeps it so for what there
-- is; its members and its datasets can be taken out of it one by one.
insert into spaces (id, name, description, created_at)
select gen_random_uuid(), 'Everybody', 'All that was here before spaces, shared with all who were here.', now()
where (select count(*) from users where role <> 'extractor') > 1 and exists (select from datasets);

insert into space_members (space_id, user_id, role, added_at)
select spaces.id, users.id, case users.role when 'admin' then 'admin' else 'editor' end, now()
from spaces cross join users where users.role <> 'extractor';

insert into dataset_spaces (dataset_id, space_id, added_at)
select datasets.id, spaces.id, now() from datasets cross join spaces;

insert into collection_spaces (collection_id, space_id, added_at)
select collections.id, spaces.id, now() from collections cross join spaces;
