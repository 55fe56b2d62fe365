import { Client } from 'pg';
import { SUPERUSER } from './credentials.ts';

const DATABASE = 'pawprint';

/** The address of our database, which is created if this is the cluster's first start (or the first was cut short). */
export async function ensureApplicationDatabase(port: number, password: string): Promise<string> {
  const client = new Client(addressOf(port, password, 'postgres'));
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
  return addressOf(port, password, DATABASE);
}

function addressOf(port: number, password: string, database: string): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
