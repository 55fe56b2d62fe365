-- Who may come in. better-auth reads and writes these tables (access/auth.ts maps its fields to our columns); an
-- integration test compares them with what it expects.

create table users (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  role text not null default 'user',
  banned boolean not null default false,
  ban_reason text,
  ban_expires timestamptz
);

create table sessions (
  id text primary key,
  token text not null unique,
  user_id text not null references users (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  impersonated_by text
);
create index sessions_by_user on sessions (user_id);

-- How a user proves who they are: a password (hashed), later an identity provider.
create table credentials (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credentials_by_user on credentials (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

-- Only the hash of a key is kept: who reads this table cannot use what is in it.
create table api_keys (
  id text primary key,
  config_id text not null default 'default',
  user_id text not null references users (id) on delete cascade,
  name text,
  start text,
  prefix text,
  key text not null unique,
  enabled boolean not null default true,
  expires_at timestamptz,
  last_request timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  permissions text,
  metadata text,
  request_count integer not null default 0,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  remaining integer,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz
);
create index api_keys_by_user on api_keys (user_id);
