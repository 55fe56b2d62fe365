import { Client } from 'pg';

/** The rows of one statement, each as its values in order, over a connection of its own. */
export async function queryRows(url: string, statement: string): Promise<unknown[][]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: statement, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}
