import type { KeyScope } from '@pawprint/protocol';
import type { ColumnType } from 'kysely';
import type { SpaceRole } from '../../model/space.ts';
import type { Defaulted, Nullable, Time, TimeOrNull } from './columns.ts';

/** better-auth writes this table and the next two, and has more columns in each: these are the ones that the server uses. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
  email_verified: Defaulted<boolean>;
  role: Defaulted<string>;
  banned: Defaulted<boolean>;
  ban_reason: Nullable<string>;
  ban_expires: TimeOrNull;
  created_at: ColumnType<Date, never, never>;
}

export interface CredentialTable {
  id: string;
  user_id: string;
  provider_id: string;
  account_id: string;
  password: Nullable<string>;
}

export interface SessionTable {
  id: string;
  token: string;
  user_id: string;
  expires_at: Time;
  ip_address: Nullable<string>;
  impersonated_by: Nullable<string>;
}

export interface InvitationTable {
  id: string;
  /** The SHA-256 of the token in the link. */
  token_hash: string;
  /** In lower case. */
  email: string;
  name: Defaulted<string>;
  role: Defaulted<string>;
  by_registration: Defaulted<boolean>;
  invited_by: Nullable<string>;
  created_at: Time;
  expires_at: Time;
  mailed_at: TimeOrNull;
  revoked_at: TimeOrNull;
  accepted_at: TimeOrNull;
}

export interface InvitationSpaceTable {
  invitation_id: string;
  space_id: string;
  role: SpaceRole;
}

export interface PasswordResetTable {
  id: string;
  /** The SHA-256 of the token in the link. */
  token_hash: string;
  user_id: string;
  /** Null where the person asked for it by e-mail. */
  created_by: Nullable<string>;
  created_at: Time;
  expires_at: Time;
  used_at: TimeOrNull;
}

export interface GuessCountTable {
  kind: string;
  key_hash: string;
  guesses: number;
  ends_at: Time;
}

export interface KnownPlaceTable {
  place_hash: string;
  last_right_at: Time;
}

export interface ApiKeyTable {
  id: string;
  user_id: string;
  name: string;
  /** The first characters, by which people recognise their keys. */
  start: Nullable<string>;
  /** The SHA-256 of the key. */
  key: string;
  /** Null: everything that its owner can do. */
  scopes: Nullable<readonly KeyScope[]>;
  created_at: ColumnType<Date, Date | undefined, never>;
  expires_at: TimeOrNull;
  last_used_at: TimeOrNull;
}

export interface SpaceTable {
  id: string;
  name: string;
  description: Defaulted<string>;
  created_at: Time;
  created_by: Nullable<string>;
}

export interface SpaceMemberTable {
  space_id: string;
  user_id: string;
  role: SpaceRole;
  added_at: Time;
  added_by: Nullable<string>;
}

export interface InstanceSettingTable {
  name: string;
  value: string;
}
