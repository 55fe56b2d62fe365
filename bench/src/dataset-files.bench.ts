import { Client as Postgres } from 'pg';
import { withBenchServer } from './bench-server.ts';
import { fillTotals } from './kept-totals.ts';
import { measureRequest, REQUEST_FIGURES } from './requests.ts';
import { ID_OF_NUMBER } from './sql-ids.ts';
import { type Figure, printFigures, whole } from './table.ts';

const FILES = 5_000;
const EXTRACTORS = 5;
/** Datasets with as many files and jobs beside the one that is asked for: a million jobs together. */
const OTHERS = 39;

/** Ids that sort by number: `id(n)` in SQL. The newest files of the first dataset are those with the highest numbers. */
const FILL = [
  ID_OF_NUMBER,
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
];

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
  await fillTotals(postgres);
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
  for (const [what, ask] of Object.entries(requests)) figures.push(await measureRequest(server, what, ask));
  await postgres.query('alter table jobs set (autovacuum_enabled = off)');
  await postgres.query('update jobs set last_event_at = now() where dataset_id = $1', [id]);
  figures.push(
    await measureRequest(
      server,
      'by state, all jobs changed since the last vacuum',
      requests['first page by state'],
    ),
  );
  figures.push(
    await measureRequest(server, 'counts, all jobs changed since the last vacuum', requests['counts of all']),
  );
  await postgres.end();
  printFigures(
    `Files of a dataset of ${whole(FILES)} files and ${EXTRACTORS} extractors over HTTP, 100 to a page: ${REQUEST_FIGURES}`,
    figures,
  );
});
