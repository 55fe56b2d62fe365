import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { processorSeconds } from './processor-time.ts';
import { type Figure, printFigures, whole } from './table.ts';

const FILES = 5_000;
const EXTRACTORS = 5;
/** Datasets with as many files and jobs beside the one that is asked for. */
const OTHERS = 4;
const REQUESTS = 100;

/** Ids that sort by number: `id(n)` in SQL. The newest files of the first dataset are those with the highest numbers. */
const FILL = [
  `create function pg_temp.id(kind integer, n bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(kind), 8, '0') || '-' || '0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`,
  `insert into datasets (id, name, created_at)
    select pg_temp.id(1, n), 'Dataset ' || n, now() from generate_series(1, ${OTHERS}) n`,
  `insert into files (id, dataset_id, name, size_bytes, sha256, mime, blob_key, created_at)
    select pg_temp.id(2, n), case n % ${OTHERS + 1} when 0 then $1::uuid else pg_temp.id(1, n % ${OTHERS + 1}) end,
      'plot-' || md5(n::text) || '.csv', n * 17 % 100000, md5(n::text) || md5(n::text),
      (array['text/csv', 'image/tiff', 'application/pdf'])[n % 3 + 1], 'blob-' || n, now()
    from generate_series(1, ${FILES * (OTHERS + 1)}) n`,
  `insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state, attempt_count,
      submitted_at, queued_at, started_at, finished_at, last_event_at, last_seq, available_at, latest_message)
    select pg_temp.id(3, n * ${EXTRACTORS} + e), 'bench.extractor-' || e, 'file', f.id, f.name, f.dataset_id, 'upload',
      case when (n + e) % 50 = 0 then 'FAILED' else 'SUCCEEDED' end, 1, now(), now(), now(), now(), now(),
      n * ${EXTRACTORS} + e, now(), 'Done processing.'
    from generate_series(1, ${FILES * (OTHERS + 1)}) n join files f on f.id = pg_temp.id(2, n)
    cross join generate_series(1, ${EXTRACTORS}) e`,
  `insert into job_totals (dataset_id, extractor, state, jobs)
    select dataset_id, extractor, state, count(*) from jobs group by 1, 2, 3`,
];

const timesOf = async (ask: () => Promise<unknown>): Promise<number[]> => {
  await ask();
  const taken: number[] = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  return taken;
};

/** Processor time says more than the duration where the machine has other work. */
const figure = async (server: BenchServer, what: string, ask: () => Promise<unknown>): Promise<Figure> => {
  const pids = [server.process.pid ?? 0, server.databasePid];
  const before = pids.map(processorSeconds);
  const taken = await timesOf(ask);
  const spent = pids.map((pid, n) => ((processorSeconds(pid) - (before[n] ?? 0)) * 1_000) / taken.length);
  const [ofServer, database] = spent.map((ms) => ms.toFixed(0));
  return {
    what,
    value: `${percentile(taken, 50).toFixed(1)}, ${percentile(taken, 95).toFixed(1)} ms (${ofServer} + ${database} ms)`,
  };
};

await withBenchServer(async (server) => {
  const { client, databaseUrl } = server;
  for (let e = 1; e <= EXTRACTORS; e += 1)
    await client.call('registerExtractor', {
      body: { name: `bench.extractor-${e}`, version: '1', process: {} },
    });
  const created = await client.call('createDataset', { body: { name: 'Soil cores' } });
  const id = created?.id ?? '';
  const postgres = new Postgres(databaseUrl);
  await postgres.connect();
  for (const statement of FILL)
    await postgres.query(statement, statement.includes('$1::uuid') ? [id] : undefined);
  await postgres.query('vacuum analyze');

  const params = { id };
  const find = (query: object) => async (): Promise<string> =>
    (await client.fetch('findDatasetFiles', { params, query: { include: 'jobs', ...query } })).text();
  const count = (query: object) => async (): Promise<string> =>
    (await client.fetch('countDatasetFiles', { params, query })).text();
  const requests = {
    'first page, newest first': find({}),
    'first page by name': find({ sort: 'name' }),
    'first page by state': find({ sort: 'state' }),
    'names with "abc"': find({ q: 'abc' }),
    'failed, by name': find({ state: ['FAILED'], sort: 'name' }),
    'done by one extractor, images, by size': find({
      state: ['SUCCEEDED'],
      extractor: ['bench.extractor-2'],
      type: ['image/*'],
      sort: '-size',
    }),
    'counts of all': count({}),
    'counts of failed': count({ state: ['FAILED'] }),
  };
  const figures: Figure[] = [];
  for (const [what, ask] of Object.entries(requests)) figures.push(await figure(server, what, ask));
  figures.push({
    what: 'size of a page',
    value: `${((await requests['first page, newest first']()).length / 1_000).toFixed(0)} kB`,
  });
  await postgres.query('alter table jobs set (autovacuum_enabled = off)');
  await postgres.query('update jobs set last_event_at = now() where dataset_id = $1', [id]);
  figures.push(
    await figure(server, 'by state, all jobs changed since the last vacuum', requests['first page by state']),
  );
  figures.push(
    await figure(server, 'counts, all jobs changed since the last vacuum', requests['counts of all']),
  );
  await postgres.end();
  printFigures(
    `Files of a dataset of ${whole(FILES)} files and ${EXTRACTORS} extractors over HTTP, 100 to a page: median, 95th percentile (processor time of server + PostgreSQL)`,
    figures,
  );
});
