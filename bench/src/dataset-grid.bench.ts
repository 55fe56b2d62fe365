import { randomUUID } from 'node:crypto';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { fillTotals } from './kept-totals.ts';
import { measureRequest, REQUEST_FIGURES } from './requests.ts';
import { type Figure, printFigures, whole } from './table.ts';

const FILES = 5_000;
const EXTRACTORS = Array.from({ length: 10 }, (_, n) => `bench.extractor-${n + 1}`);
/** Datasets with as many jobs beside the one that is asked for: a million jobs together. */
const OTHERS = 19;

const INSERT_DATASET = `
  insert into datasets (id, name, created_at) values ($1, 'Soil cores', now()) on conflict do nothing`;

const INSERT_FILES = `
  insert into files (id, dataset_id, name, mime, size_bytes, sha256, blob_key, created_at)
  select uuidv7(), $1::uuid, 'plot-' || n || '-soil-cores.csv', 'text/csv', 12, repeat('0', 64), $1::uuid::text || '-' || n, now()
  from generate_series(1, $2::integer) n`;

/**
 * Two jobs of each extractor on every tenth file, one on the others; every fiftieth is without one. All were submitted a
 * day ago, and began one after the other since.
 */
const INSERT_JOBS = `
  insert into jobs (id, extractor, resource_type, resource_id, resource_name, resource_size_bytes, resource_mime,
    dataset_id, trigger, state, attempt_count, submitted_at, queued_at, started_at, finished_at, last_event_at,
    last_seq, available_at)
  select uuidv7(-interval '1 day'), extractor, 'file', f.id, f.name, 12, 'text/csv', $1, 'upload',
    case when f.n % 100 = 1 then 'FAILED' else 'SUCCEEDED' end, 1, now() - interval '1 day', now() - interval '1 day',
    now() - interval '1 day' * f.n / ${FILES}, now() - interval '1 day' * f.n / ${FILES} + interval '7 s', now(), 0, now()
  from (select id, name, row_number() over (order by id) as n from files where dataset_id = $1) f
  cross join unnest($2::text[]) extractor cross join generate_series(1, case when f.n % 10 = 0 then 2 else 1 end)
  where f.n % 50 <> 0`;

const fill = async ({ client }: BenchServer, postgres: Postgres): Promise<string> => {
  for (const name of EXTRACTORS)
    await client.call('registerExtractor', { body: { name, version: '1', process: { file: ['text/*'] } } });
  const datasetId = (await client.call('createDataset', { body: { name: 'Soil cores' } }))?.id ?? '';
  for (const id of [datasetId, ...Array.from({ length: OTHERS }, () => randomUUID())]) {
    await postgres.query(INSERT_DATASET, [id]);
    await postgres.query(INSERT_FILES, [id, FILES]);
    await postgres.query(INSERT_JOBS, [id, EXTRACTORS]);
  }
  await fillTotals(postgres);
  await postgres.query('vacuum analyze');
  return datasetId;
};

await withBenchServer(async (server) => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  const params = { id: await fill(server, postgres) };
  const textOf = async (answer: Promise<Response>): Promise<string> => (await answer).text();
  const page = (query: object) => () =>
    textOf(server.client.fetch('listGridFiles', { params, query: { limit: 100, ...query } }));
  const halfADayAgo = new Date(Date.now() - 12 * 3_600_000).toISOString();
  const newestRuns = { newest: 250, spread: 250 };
  const requests = {
    'the first page of 100 files': page({}),
    'the last page': page({ offset: FILES - 100 }),
    'a page of files with a failed job': page({ state: ['FAILED'] }),
    'a page of files with a failed job of one extractor': page({
      state: ['FAILED'],
      extractor: EXTRACTORS[3],
    }),
    'a page of files that were not run': page({ state: ['NOT_RUN'] }),
    'the counts of all columns': () => textOf(server.client.fetch('showDatasetGrid', { params })),
    'the timeline: 250 newest runs, 250 spread': () =>
      textOf(server.client.fetch('listDatasetRuns', { params, query: newestRuns })),
    'the timeline of the last twelve hours': () =>
      textOf(
        server.client.fetch('listDatasetRuns', { params, query: { ...newestRuns, since: halfADayAgo } }),
      ),
  };
  const figures: Figure[] = [];
  for (const [what, ask] of Object.entries(requests)) figures.push(await measureRequest(server, what, ask));
  await postgres.query('alter table jobs set (autovacuum_enabled = off)');
  await postgres.query('update jobs set last_event_at = now() where dataset_id = $1', [params.id]);
  const counts = requests['the counts of all columns'];
  figures.push(await measureRequest(server, 'the same, all jobs changed since the last vacuum', counts));
  await postgres.end();
  printFigures(
    `Grid of ${whole(FILES)} files and ${EXTRACTORS.length} extractors, over HTTP: ${REQUEST_FIGURES}`,
    figures,
  );
});
