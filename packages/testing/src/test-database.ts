import { randomBytes } from 'node:crypto';
import type { Database } from '@pawprint/server';
import { openDatabase } from '@pawprint/server';
import { Client } from 'pg';
import { inject } from 'vitest';
import type {} from './postgres-global-setup.ts';

export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  /** Deletes the database; rejects, naming them, if anyone but `db` still holds connections to it. */
  drop(): Promise<void>;
}

/** A migrated database of one's own, copied from the run's template in a few milliseconds. Ask for one per test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('postgresUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administrate(
    template,
    `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)} STRATEGY WAL_LOG`,
  );
  const url = new URL(template);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href);
  return { url: url.href, db, drop: () => drop(template, name, db) };
}

/** Not forced: a connection left open is a leak, and the test that left it fails. */
async function drop(template: URL, name: string, db: Database): Promise<void> {
  await db.destroy();
  await administrate(template, `DROP DATABASE ${name}`);
}

async function administrate(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new Client(url.href);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
