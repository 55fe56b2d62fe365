-- What heartbeats and registrations announced. What an administrator set (enabled, maturity) is never reset by them.

create table extractors (
  name text primary key,
  id uuid not null unique,
  version text not null,
  info jsonb not null,
  process jsonb not null default '{}',
  enabled boolean not null,
  owner text references users (id) on delete cascade,
  first_seen_at timestamptz not null,
  updated_at timestamptz not null
);

create table extractor_versions (
  extractor text not null references extractors (name) on delete cascade,
  version text not null,
  info jsonb not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (extractor, version)
);

create table extractor_instances (
  extractor text not null references extractors (name) on delete cascade,
  id text not null,
  version text not null,
  lane text not null check (lane in ('http', 'rabbitmq')),
  host text,
  interval_ms integer not null check (interval_ms > 0),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  stopped_at timestamptz,
  primary key (extractor, id)
);
