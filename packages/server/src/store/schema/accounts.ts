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
  ban_expires: TimeOrNull;
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
