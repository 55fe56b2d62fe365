import { randomBytes } from 'node:crypto';
import { type Database, openDatabase } from '@pawprint/server';
import { Client } from 'pg';
import { inject } from 'vitest';
import type {} from './postgres-global-setup.ts';

export interface EmptyDatabase {
  readonly url: string;
  /** Deletes the database; rejects if anyone still holds connections to it. */
  readonly drop: () => Promise<void>;
}

export interface TestDatabase extends EmptyDatabase {
  /** Closed by `drop`. */
  readonly db: Database;
}

/** A migrated database of one's own, copied from the run's template in a moment. Ask for one per test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createDatabase(pathOf(inject('postgresUrl')));
  const db = openDatabase(url);
  const dropAll = async (): Promise<void> => {
    await db.destroy();
    await drop();
  };
  return { url, db, drop: dropAll };
}

export function createEmptyDatabase(): Promise<EmptyDatabase> {
  return createDatabase('template0');
}

/** The drop is not forced, so that a test which leaves a connection open fails. */
async function createDatabase(template: string): Promise<EmptyDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files takes two checkpoints, which cost nothing without fsync: three times as fast as the default.
  await administrate(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administrate(`DROP DATABASE ${name}`) };
}

const pathOf = (url: string): string => new URL(url).pathname.slice(1);

async function administrate(statement: string): Promise<void> {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/postgres';
  const client = new Client(url.href);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
