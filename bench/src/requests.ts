import { Client as Postgres } from 'pg';
import type { BenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { processorSeconds } from './processor-time.ts';
import { type Figure, whole } from './table.ts';

const REQUESTS = 100;

/** What the figures are, for the title of a table. */
export const REQUEST_FIGURES =
  'rows read for a request; its processor time (server, PostgreSQL); seen: median, 95th percentile; size';

/**
 * Asks one after the other. Where the machine has other work, rows and processor time say more than what a client saw.
 *
 * @param ask resolves with the body of the answer
 */
export const measureRequest = async (
  server: BenchServer,
  what: string,
  ask: () => Promise<string>,
): Promise<Figure> => {
  const size = (await ask()).length;
  const pids = [server.process.pid ?? 0, server.databasePid];
  const [rowsBefore, before] = [await rowsRead(server), pids.map(processorSeconds)];
  const taken: number[] = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  const spent = pids.map((pid, n) => ((processorSeconds(pid) - (before[n] ?? 0)) * 1_000) / REQUESTS);
  const rows = ((await rowsRead(server)) - rowsBefore) / REQUESTS;
  const [ofServer, ofDatabase] = spent.map((ms) => ms.toFixed(0));
  const seen = [50, 95].map((p) => percentile(taken, p).toFixed(0)).join(', ');
  const value = `${whole(rows)}; ${ofServer}, ${ofDatabase} ms; ${seen} ms; ${(size / 1_000).toFixed(0)} kB`;
  return { what, value };
};

/** PostgreSQL writes the statistics of a connection that has been idle for ten seconds. */
const STATISTICS_AFTER_MS = 11_000;

/** Rows and index entries that PostgreSQL has read so far. */
const rowsRead = async ({ databaseUrl }: BenchServer): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, STATISTICS_AFTER_MS));
  const postgres = new Postgres(databaseUrl);
  await postgres.connect();
  const { rows } = await postgres.query<{ read: string }>(
    'select tup_returned as read from pg_stat_database where datname = current_database()',
  );
  await postgres.end();
  return Number(rows[0]?.read);
};
