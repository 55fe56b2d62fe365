import { sql } from 'kysely';
import type { UserCaller } from '../http/caller.ts';

export interface UserFields {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

export const userCallerOf = ({ id, name, email, role }: UserFields): UserCaller => ({
  kind: 'user',
  id,
  name,
  email,
  role,
});

/** Banned for ever or for a while yet. Aliases the table as `users`. */
export const notBanned = (now: Date) =>
  sql<boolean>`not (users.banned and coalesce(users.ban_expires > ${now}, true))`;

export const userFields = ['users.id', 'users.name', 'users.email', 'users.role'] as const;
