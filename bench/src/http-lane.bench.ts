import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { type Leased, leaseJobs, reportOf, type Sent, sendReports } from './http-reports.ts';
import { chunksOf, inParallel, perSecond } from './measure.ts';
import { middle, printFigures, spread } from './table.ts';

/** Clients that each send one report to a request, about a job of their own. */
const CLIENTS = 64;
const REPORTS = 20_000;
const REPORTS_OF_ONE = 200;
const REPORTS_OF_ALL = 6_000;
const BATCH = 500;
const LANES = 4;
const ROUNDS = 3;

const BARE_INSERT = `insert into bench_events select * from json_to_recordset($1::json) as e (
  seq bigint, id uuid, job_id uuid, attempt integer, kind text, level text, message text, received_at timestamptz,
  reported_at timestamptz, reported text, matched_by text, late boolean, data jsonb, number integer)`;

/** Inserts the same rows into a table with the same columns, as many per statement, over as many connections. */
const bareInsertsPerSecond = async (
  { databaseUrl }: BenchServer,
  leased: readonly Leased[],
): Promise<number> => {
  const connections = await Promise.all(
    Array.from({ length: LANES }, async () => {
      const connection = new Postgres(databaseUrl);
      await connection.connect();
      return connection;
    }),
  );
  await connections[0]?.query('drop table if exists bench_events');
  await connections[0]?.query('create table bench_events (like job_events including all)');
  const rows = Array.from({ length: REPORTS }, (_, n) => ({
    ...reportOf(n),
    seq: n + 1,
    number: n + 1,
    job_id: leased[n % leased.length]?.jobId,
    attempt: 1,
    received_at: new Date(),
    matched_by: 'lease',
    late: false,
  }));
  const rate = await perSecond(REPORTS, () =>
    inParallel(LANES, chunksOf(rows, BATCH), async (chunk) => {
      const connection = connections.shift() as Postgres;
      await connection.query(BARE_INSERT, [JSON.stringify(chunk)]);
      connections.push(connection);
    }),
  );
  await Promise.all(connections.map((connection) => connection.end()));
  return rate;
};

interface Round {
  readonly batched: Sent;
  readonly one: Sent;
  readonly all: Sent;
  readonly bare: number;
}

const measureRound = async (server: BenchServer, leased: readonly Leased[]): Promise<Round> => ({
  batched: await sendReports(server, leased, { count: REPORTS, batch: BATCH, clients: LANES }),
  bare: await bareInsertsPerSecond(server, leased),
  one: await sendReports(server, leased, { count: REPORTS_OF_ONE, batch: 1, clients: 1 }),
  all: await sendReports(server, leased, { count: REPORTS_OF_ALL, batch: 1, clients: CLIENTS }),
});

const print = (rounds: readonly Round[]): void => {
  const figure = (of: (round: Round) => number): string => middle(rounds.map(of));
  const ratio = (of: (round: Round) => number): string => spread(rounds.map(of));
  const cost = (of: (round: Round) => Sent): string =>
    `${figure((round) => of(round).cost[0])}, ${figure((round) => of(round).cost[1])} ms`;
  printFigures(`HTTP lane: reports stored per second, medians of ${rounds.length} rounds`, [
    {
      what: `over HTTP, ${BATCH} to a request, ${LANES} clients`,
      value: figure(({ batched }) => batched.perSecond),
      ratio: `${ratio(({ batched, bare }) => batched.perSecond / bare)} bare inserts`,
    },
    {
      what: `one to a request, ${CLIENTS} clients`,
      value: figure(({ all }) => all.perSecond),
      ratio: `${ratio(({ all, one }) => all.perSecond / one.perSecond)} one client`,
    },
    { what: 'one to a request, one client', value: figure(({ one }) => one.perSecond) },
    {
      what: `bare inserts of the same rows, ${BATCH} to a statement`,
      value: figure(({ bare }) => bare),
    },
    {
      what: `processor time for 1,000 reports, ${BATCH} to a request: server, PostgreSQL`,
      value: cost(({ batched }) => batched),
    },
    { what: `the same, one to a request, ${CLIENTS} clients`, value: cost(({ all }) => all) },
    { what: 'the same, one to a request, one client', value: cost(({ one }) => one) },
  ]);
};

await withBenchServer(async (server) => {
  const leased = await leaseJobs(server, CLIENTS);
  await sendReports(server, leased, { count: 5_000, batch: BATCH, clients: LANES });
  await sendReports(server, leased, { count: 2_000, batch: 1, clients: CLIENTS });
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS) rounds.push(await measureRound(server, leased));
  print(rounds);
});
