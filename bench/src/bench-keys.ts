import { createHash } from 'node:crypto';
import type { Client as Postgres } from 'pg';

/** Gives a person a key. better-auth keeps the SHA-256 of it. */
export const addKey = async (postgres: Postgres, userId: string, key: string): Promise<void> => {
  const hash = createHash('sha256').update(key).digest('base64url');
  await postgres.query('insert into api_keys (id, user_id, name, key) values ($1, $1, $1, $2)', [
    userId,
    hash,
  ]);
};
