import { randomUUID } from 'node:crypto';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { type Figure, printFigures } from './table.ts';

const FILES = 5_000;
const EXTRACTORS = Array.from({ length: 10 }, (_, n) => `bench.extractor-${n + 1}`);
/** Datasets with as many jobs beside the one that is asked for. */
const OTHERS = 4;
const REQUESTS = 100;

const INSERT_FILES = `
  insert into files (id, dataset_id, name, mime, size_bytes, sha256, blob_key, created_at)
  select uuidv7(), $1, 'plot-' || n || '-soil-cores.csv', 'text/csv', 12, repeat('0', 64), 'bench-' || n, now()
  from generate_series(1, $2::integer) n`;

/** Two jobs of each extractor on every tenth file, one on the others; every fiftieth is without one. */
const INSERT_JOBS = `
  insert into jobs (id, extractor, resource_type, resource_id, resource_name, resource_size_bytes, resource_mime,
    dataset_id, trigger, state, attempt_count, submitted_at, queued_at, started_at, finished_at, last_event_at,
    last_seq, available_at)
  select uuidv7(), extractor, 'file', f.id, f.name, 12, 'text/csv', $1, 'upload',
    case when f.n % 100 = 1 then 'FAILED' else 'SUCCEEDED' end, 1, now(), now(), now(), now() + interval '7 s', now(),
    0, now()
  from (select coalesce(id, gen_random_uuid()) as id, coalesce(name, 'soil.csv') as name, n
    from generate_series(1, $3::integer) n
    left join (select id, name, row_number() over (order by id) as n from files where dataset_id = $1) own using (n)) f
  cross join unnest($2::text[]) extractor cross join generate_series(1, case when f.n % 10 = 0 then 2 else 1 end)
  where f.n % 50 <> 0`;

const fill = async ({ client }: BenchServer, postgres: Postgres): Promise<string> => {
  for (const name of EXTRACTORS)
    await client.call('registerExtractor', { body: { name, version: '1', process: { file: ['text/*'] } } });
  const datasetId = (await client.call('createDataset', { body: { name: 'Soil cores' } }))?.id ?? '';
  await postgres.query(INSERT_FILES, [datasetId, FILES]);
  await postgres.query(INSERT_JOBS, [datasetId, EXTRACTORS, FILES]);
  for (let n = 0; n < OTHERS; n += 1) await postgres.query(INSERT_JOBS, [randomUUID(), EXTRACTORS, FILES]);
  await postgres.query('vacuum analyze');
  return datasetId;
};

await withBenchServer(async (server) => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  const id = await fill(server, postgres);
  const asking = async (what: string, ask: () => Promise<Response>): Promise<Figure> => {
    const taken: number[] = [];
    let bytes = 0;
    for (let n = 0; n < REQUESTS; n += 1) {
      const start = performance.now();
      bytes = (await (await ask()).arrayBuffer()).byteLength;
      taken.push(performance.now() - start);
    }
    const times = `${percentile(taken, 50).toFixed(1)}, ${percentile(taken, 95).toFixed(1)} ms`;
    return { what, value: `${times}, ${(bytes / 1_000).toFixed(0)} kB` };
  };
  const pages = (query: object) => () =>
    server.client.fetch('listGridFiles', { params: { id }, query: { limit: 100, ...query } });
  await asking('before', pages({}));
  printFigures(`Grid of ${FILES} files and ${EXTRACTORS.length} extractors: median, 95th percentile, size`, [
    await asking('the first page of 100 files', pages({})),
    await asking('the last page', pages({ offset: FILES - 100 })),
    await asking('a page of files with a failed job', pages({ state: ['FAILED'] })),
    await asking('a page of files that were not run', pages({ state: ['NOT_RUN'] })),
    await asking('the counts of all columns', () =>
      server.client.fetch('showDatasetGrid', { params: { id } }),
    ),
    await asking('the timeline: 250 newest runs, 250 spread', () =>
      server.client.fetch('listDatasetRuns', { params: { id }, query: { newest: 250, spread: 250 } }),
    ),
  ]);
  await postgres.end();
});
