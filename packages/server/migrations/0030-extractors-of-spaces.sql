-- The extractors that a space switches on or off for the data in it. Without a row the server's own setting holds.
create table space_extractors (
  space_id uuid not null references spaces (id) on delete cascade,
  extractor text not null references extractors (name) on delete cascade,
  enabled boolean not null,
  primary key (space_id, extractor)
);

-- With whom the owner of a private extractor shares it: people, and the members of spaces.
create table extractor_people (
  extractor text not null references extractors (name) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  primary key (user_id, extractor)
);
create index extractor_people_by_extractor on extractor_people (extractor);

create table extractor_spaces (
  extractor text not null references extractors (name) on delete cascade,
  space_id uuid not null references spaces (id) on delete cascade,
  primary key (space_id, extractor)
);
create index extractor_spaces_by_extractor on extractor_spaces (extractor);
