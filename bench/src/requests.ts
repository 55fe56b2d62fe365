import { setTimeout } from 'node:timers/promises';
import { Client as Postgres } from 'pg';
import type { BenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { processorSeconds } from './processor-time.ts';
import { type Figure, whole } from './table.ts';

const REQUESTS = 100;
/** Fewer requests where they take longer together. */
const MOST_MS = 2_500;

/** What the figures are, for the title of a table. */
export const REQUEST_FIGURES =
  'rows read for a request; its processor time (server, PostgreSQL); seen: median, 95th percentile; size';

/** What one request takes. */
interface Measured {
  /** Rows and index entries. */
  readonly rows: number;
  /** Processor time. */
  readonly serverMs: number;
  readonly databaseMs: number;
  /** What a client sees. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly bytes: number;
}

export const measureRequest = async (
  server: BenchServer,
  what: string,
  ask: () => Promise<string>,
): Promise<Figure> => ({ what, value: describeMeasured(await measureRequests(server, ask)) });

export const describeMeasured = ({ rows, serverMs, databaseMs, medianMs, p95Ms, bytes }: Measured): string =>
  `${whole(rows)}; ${whole(serverMs)}, ${whole(databaseMs)} ms; ${whole(medianMs)}, ${whole(p95Ms)} ms; ${whole(bytes / 1_000)} kB`;

/**
 * Asks one after the other. Where the machine has other work, rows and processor time say more than what a client saw.
 *
 * @param ask resolves with the body of the answer
 */
export const measureRequests = async (server: BenchServer, ask: () => Promise<string>): Promise<Measured> => {
  const bytes = Buffer.byteLength(await ask());
  const pids = [server.process.pid ?? 0, server.databasePid];
  const [rowsBefore, before] = [await rowsRead(server), pids.map(processorSeconds)];
  const taken: number[] = [];
  const until = performance.now() + MOST_MS;
  while (taken.length < REQUESTS && performance.now() < until) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  const [serverMs = 0, databaseMs = 0] = pids.map(
    (pid, n) => ((processorSeconds(pid) - (before[n] ?? 0)) * 1_000) / taken.length,
  );
  const rows = ((await rowsRead(server)) - rowsBefore) / taken.length;
  return { rows, serverMs, databaseMs, medianMs: percentile(taken, 50), p95Ms: percentile(taken, 95), bytes };
};

/** A connection writes its statistics after a statement, at most once in this time. */
const STATISTICS_EVERY_MS = 1_000;
/** More than the server has connections to the database, so that each of them has a statement. */
const CONNECTIONS = 30;

/** Rows and index entries that PostgreSQL has read so far. */
const rowsRead = async ({ client, databaseUrl }: BenchServer): Promise<number> => {
  await setTimeout(STATISTICS_EVERY_MS + 100);
  await Promise.all(Array.from({ length: CONNECTIONS }, () => client.call('listJobViews', { query: {} })));
  const postgres = new Postgres(databaseUrl);
  await postgres.connect();
  const { rows } = await postgres.query<{ read: string }>(
    'select tup_returned as read from pg_stat_database where datname = current_database()',
  );
  await postgres.end();
  return Number(rows[0]?.read);
};
