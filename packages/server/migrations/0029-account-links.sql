-- Links by which people get an account or a new password. A link contains a random token, of which only the hash is kept.

create table invitations (
  id uuid primary key,
  token_hash text not null unique,
  email text not null check (email = lower(email)),
  -- Suggested to the person; empty where they registered themselves.
  name text not null default '',
  role text not null default 'user',
  -- Whether the person asked for it themselves, where that is allowed.
  by_registration boolean not null default false,
  invited_by text references users (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  mailed_at timestamptz,
  revoked_at timestamptz,
  accepted_at timestamptz
);
create index invitations_by_email on invitations (email);
create index invitations_by_inviter on invitations (invited_by);

-- The spaces of which the person becomes a member.
create table invitation_spaces (
  invitation_id uuid not null references invitations (id) on delete cascade,
  space_id uuid not null references spaces (id) on delete cascade,
  role text not null check (role in ('viewer', 'editor', 'admin')),
  primary key (invitation_id, space_id)
);
create index invitation_spaces_by_space on invitation_spaces (space_id);

create table password_resets (
  id uuid primary key,
  token_hash text not null unique,
  user_id text not null references users (id) on delete cascade,
  -- The administrator who made the link; null where it was asked for by e-mail.
  created_by text references users (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_by_user on password_resets (user_id);
