import { Socket } from 'node:net';
import { withTimeLimit } from '@pawprint/async';
import { Client, type ClientConfig } from 'pg';

export interface Connection {
  readonly client: Client;
  /** Ends the connection; breaks it if the database does not answer within a second. */
  close(): Promise<void>;
}

const GOODBYE_MS = 1_000;

/**
 * A connection of one's own, beside the pool, that a database which hangs cannot hold: neither connecting, nor a
 * statement, nor closing takes longer than `limitMs` and a second.
 */
export const createConnection = (
  databaseUrl: string,
  { limitMs, ...config }: ClientConfig & { readonly limitMs: number },
): Connection => {
  const socket = new Socket();
  const client = new Client({
    ...config,
    connectionString: databaseUrl,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    stream: () => socket,
  });
  // Whoever uses the connection learns of a break by the statement that fails; without a listener the process would end.
  client.on('error', () => undefined);
  return {
    client,
    async close() {
      await withTimeLimit(client.end(), GOODBYE_MS, () => undefined).catch(() => undefined);
      socket.destroy();
    },
  };
};
