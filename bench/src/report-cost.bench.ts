import { queryRows } from '@pawprint/testing';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer, withFilledServer } from './bench-server.ts';
import { type Leased, leaseJobs, type Sent, sendReports } from './http-reports.ts';
import { type Figure, middle, printFigures, printProgress, whole } from './table.ts';

/** Events in the database before each measurement. */
const SIZES = [10_000, 1_000_000, 3_000_000];
const EVENTS_PER_JOB = 10;
const JOBS_PER_DATASET = 1_000;
const ROUNDS = 5;
const REPORTS = 10_000;
const BATCH = 500;
const CLIENTS = 4;

/** Jobs that have ended, written directly into the table; `last_seq` marks those that were added together. */
const ADD_JOBS = `
  insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state,
      attempt_count, submitted_at, started_at, finished_at, last_event_at, last_seq, available_at, latest_message,
      event_count)
    select gen_random_uuid(), (select name from extractors limit 1), 'file', gen_random_uuid(), 'plot.csv',
      md5((n / ${JOBS_PER_DATASET})::text)::uuid, 'upload', 'SUCCEEDED', 1, at, at, at, at, $2::bigint, at, 'Done processing.',
      ${EVENTS_PER_JOB}
    from (select n, now() - n * interval '100 ms' as at from generate_series($1::bigint + 1, $2::bigint) n) made`;

const ADD_THEIR_ROWS = [
  `insert into job_attempts (job_id, number, outcome, started_at, ended_at)
    select id, 1, state, started_at, finished_at from jobs where last_seq = $1::bigint`,
  `insert into job_events (seq, number, id, job_id, attempt, kind, message, received_at, matched_by)
    select nextval('job_event_seq'), number, gen_random_uuid(), id, 1, 'PROCESSING', 'Line ' || number || ' of the file.',
      started_at, 'job_id'
    from jobs cross join generate_series(1, ${EVENTS_PER_JOB}) number where last_seq = $1::bigint`,
];

const fillTo = async (postgres: Postgres, before: number, after: number): Promise<void> => {
  printProgress(`write events ${whole(before)} to ${whole(after)}`);
  const [first, last] = [before / EVENTS_PER_JOB, after / EVENTS_PER_JOB];
  await postgres.query(ADD_JOBS, [first, last]);
  for (const statement of ADD_THEIR_ROWS) await postgres.query(statement, [last]);
  await postgres.query('vacuum analyze');
  await postgres.query('checkpoint');
};

const measure = async (server: BenchServer, leased: readonly Leased[]): Promise<Sent[]> => {
  const rounds: Sent[] = [];
  while (rounds.length < ROUNDS)
    rounds.push(await sendReports(server, leased, { count: REPORTS, batch: BATCH, clients: CLIENTS }));
  return rounds;
};

const figureOf = (events: number, rounds: readonly Sent[]): Figure => {
  const cost = (n: 0 | 1): string => middle(rounds.map((round) => round.cost[n]));
  return {
    what: `among ${whole(events)} events`,
    value: `${cost(0)}, ${cost(1)} ms`,
    ratio: `${middle(rounds.map((round) => round.perSecond))}/s`,
  };
};

const figures: Figure[] = [];

await withBenchServer(async (server) => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  const leased = await leaseJobs(server, CLIENTS);
  await measure(server, leased);
  let events = 0;
  for (const size of SIZES) {
    await fillTo(postgres, events, size);
    events = size;
    figures.push(figureOf(size, await measure(server, leased)));
  }
  await postgres.end();
});

/** That of `npm run bench -- questions`, which takes an hour to fill for a hundred million events. */
if (process.env.PAWPRINT_BENCH_DATABASE !== undefined)
  await withFilledServer(
    () => Promise.reject(new Error('The folder in PAWPRINT_BENCH_DATABASE has no filled database.')),
    async (server) => {
      const [[events] = []] = await queryRows(server.databaseUrl, 'select last_value from job_event_seq');
      const leased = await leaseJobs(server, CLIENTS);
      await measure(server, leased);
      figures.push(figureOf(Number(events), await measure(server, leased)));
    },
  );

printFigures(`Processor time of 1,000 reports: server, PostgreSQL; medians of ${ROUNDS} rounds`, figures);
