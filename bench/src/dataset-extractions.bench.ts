import { randomUUID } from 'node:crypto';
import { createDatasetWith } from '@pawprint/testing';
import { Client as Postgres } from 'pg';
import { v7 } from 'uuid';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { fillTotals } from './kept-totals.ts';
import { chunksOf, percentile } from './measure.ts';
import { processorSeconds } from './processor-time.ts';
import { type Figure, printFigures } from './table.ts';

const FILES = 5_000;
const EXTRACTORS = Array.from({ length: 12 }, (_, n) => `bench.extractor-${n + 1}`);
/** Datasets with as many jobs beside the one that is asked for. */
const OTHERS = 4;
const REQUESTS = 200;
const COUNTS = 30;

/** Taken in turns by the files. */
const STATES = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'QUEUED'];

const INSERT_JOBS = `
  with job as (
    insert into jobs (id, extractor, resource_type, resource_id, resource_name, resource_size_bytes, resource_mime,
      dataset_id, trigger, state, attempt_count, submitted_at, queued_at, started_at, finished_at, last_event_at,
      last_seq, available_at)
    select id, extractor, 'file', resource_id, 'soil.csv', 12, 'text/csv', $1, 'upload', state,
      case when state = 'QUEUED' then 0 else 1 end, now(), now(), case when state <> 'QUEUED' then now() end,
      case when state <> 'QUEUED' then now() end, now(), 0, now()
    from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[]) j (id, extractor, resource_id, state)
    returning id, state
  )
  insert into job_attempts (job_id, number, outcome, started_at, ended_at)
  select id, 1, state, now(), now() from job where state <> 'QUEUED'`;

/** Written into the tables, as if reports had come: a job of each extractor on each of the files. */
const insertJobs = async (postgres: Postgres, datasetId: string): Promise<void> => {
  const files = Array.from({ length: FILES }, (_, n) => ({
    id: randomUUID(),
    state: STATES[n % STATES.length] ?? '',
  }));
  const jobs = files.flatMap((file) => EXTRACTORS.map((extractor) => ({ ...file, extractor })));
  for (const chunk of chunksOf(jobs, 6_000))
    await postgres.query(INSERT_JOBS, [
      datasetId,
      chunk.map(() => v7()),
      chunk.map(({ extractor }) => extractor),
      chunk.map(({ id }) => id),
      chunk.map(({ state }) => state),
    ]);
};

const fill = async ({ client }: BenchServer, postgres: Postgres): Promise<string> => {
  for (const name of EXTRACTORS)
    await client.call('registerExtractor', { body: { name, version: '1', process: {} } });
  const { datasetId } = await createDatasetWith(client, [{ name: 'soil.csv', content: 'soil' }]);
  await insertJobs(postgres, datasetId);
  for (let n = 0; n < OTHERS; n += 1) await insertJobs(postgres, randomUUID());
  await fillTotals(postgres);
  await postgres.query('vacuum analyze');
  return datasetId;
};

/** How long each of so many runs takes, in milliseconds. */
const timesOf = async (runs: number, run: () => Promise<unknown>): Promise<number[]> => {
  const taken: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return taken;
};

const figure = async (what: string, runs: number, run: () => Promise<unknown>): Promise<Figure> => {
  const taken = await timesOf(runs, run);
  return { what, value: `${percentile(taken, 50).toFixed(1)}, ${percentile(taken, 95).toFixed(1)} ms` };
};

/** Processor time of one request, in milliseconds: says more than its duration where the machine has other work. */
const costOf = async (server: BenchServer, ask: () => Promise<unknown>): Promise<Figure> => {
  const pids = [server.process.pid ?? 0, server.databasePid];
  const before = pids.map(processorSeconds);
  await timesOf(REQUESTS, ask);
  const spent = pids.map((pid, n) => ((processorSeconds(pid) - (before[n] ?? 0)) * 1_000) / REQUESTS);
  return {
    what: 'processor time of a request: server, PostgreSQL',
    value: `${spent.map((ms) => ms.toFixed(0)).join(', ')} ms`,
  };
};

const COUNT = 'select extractor, state, count(*) from jobs where dataset_id = $1 group by extractor, state';

await withBenchServer(async (server) => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  const datasetId = await fill(server, postgres);
  const ask = async (): Promise<string> => {
    const input = { params: { id: datasetId }, query: { include: 'files' } } as const;
    return (await server.client.fetch('datasetExtractions', input)).text();
  };
  const count = (): Promise<unknown> => postgres.query(COUNT, [datasetId]);
  await timesOf(REQUESTS, ask);
  const answer = await ask();

  const vacuumed = await figure('over HTTP, after a vacuum', REQUESTS, ask);
  const cost = await costOf(server, ask);
  const counted = await figure('counting its jobs by SQL instead, after a vacuum', COUNTS, count);
  await postgres.query('create index bench_counts on jobs (dataset_id, extractor, state, id desc)');
  await postgres.query('vacuum analyze jobs');
  const indexed = await figure('the same with an index for it', COUNTS, count);
  await postgres.query('alter table jobs set (autovacuum_enabled = off)');
  await postgres.query('update jobs set last_event_at = now() where dataset_id = $1', [datasetId]);
  const changed = await figure('over HTTP, all jobs changed since the last vacuum', REQUESTS, ask);
  const indexedChanged = await figure('counting with the index, all jobs changed', COUNTS, count);

  printFigures(
    `Extractions of a dataset: ${FILES} files, ${EXTRACTORS.length} extractors, median and 95th percentile`,
    [
      vacuumed,
      changed,
      counted,
      indexed,
      indexedChanged,
      cost,
      { what: 'size of the answer', value: `${(answer.length / 1_000).toFixed(0)} kB` },
    ],
  );
  await postgres.end();
});
