import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createClient } from '@pawprint/protocol';
import { Client as Postgres } from 'pg';
import { addKey } from './bench-keys.ts';
import { withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { ID_OF_NUMBER } from './sql-ids.ts';
import { type Figure, printFigures, whole } from './table.ts';

const JOBS = 1_000_000;
const DATASETS = 20_000;
const OPEN = 2_000;
const REQUESTS = 50;

const TEXT_INDEXES = ['0035-text-search.sql', '0038-lower-case-of-ascii.sql'].map(
  (name) => new URL(`../../packages/server/migrations/${name}`, import.meta.url),
);

/** Each message is another text. Of every hundred jobs one failed, and the texts of their errors are ten. */
const FILL = [
  // Filled first, and indexed then, as a migration does it.
  'drop index ended_jobs_by_message, ended_jobs_by_error',
  'drop statistics job_texts',
  'drop function in_lower_case',
  ID_OF_NUMBER,
  `insert into users (id, name, email) values ('owner', 'Owner', 'owner@example.org')`,
  `insert into datasets (id, name, created_at, created_by)
    select pg_temp.id(2, n), 'Dataset ' || n, now(), case when n <= 1000 then 'owner' end from generate_series(1, ${DATASETS}) n`,
  `insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state, attempt_count,
      submitted_at, queued_at, started_at, finished_at, last_event_at, last_seq, available_at,
      latest_kind, latest_message, latest_at, error_message, error_attempt)
    select pg_temp.id(3, n), 'bench.extractor', 'dataset', pg_temp.id(2, n * 7919 % ${DATASETS} + 1), 'Soil',
      pg_temp.id(2, n * 7919 % ${DATASETS} + 1), 'upload',
      case when is_open then 'RUNNING' when n % 100 = 0 then 'FAILED' else 'SUCCEEDED' end, 1,
      at, at, at, case when not is_open then at + interval '3 s' end, at + interval '3 s', n, at,
      'PROCESSING', 'Wrote ' || md5(n::text) || '.csv with ' || n || ' rows of ' || n % 17 || ' columns.', at,
      case when n % 100 = 0 then 'Traceback: the sensor ' || n % 10 || ' of plot ' || n % 1000 || ' gave no value' end,
      case when n % 100 = 0 then 1 end
    from (select n, n > ${JOBS - OPEN} as is_open, timestamptz '2026-01-01' + n * interval '20 s' as at
      from generate_series(1, ${JOBS}::bigint) n) made`,
];

const SEARCHES = {
  'a text of one message': createHash('md5').update('123456').digest('hex'),
  'a text of no message': 'segmentation',
  'a text of each message': 'columns',
  'a text of 10,000 errors': 'traceback',
  'a text of 1,000 errors': '"plot 700 gave"',
  'a word of an error, and one of no message': 'traceback segmentation',
  'an error of a state and an extractor': 'state:failed extractor:bench.* error:"plot 700 gave"',
};

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

const inMs = (taken: readonly number[]): string =>
  `${percentile(taken, 50).toFixed(1)}, ${percentile(taken, 95).toFixed(1)} ms`;

await withBenchServer(async ({ url, client, databaseUrl }) => {
  await client.call('registerExtractor', { body: { name: 'bench.extractor', version: '1', process: {} } });
  const postgres = new Postgres(databaseUrl);
  await postgres.connect();
  for (const statement of FILL) await postgres.query(statement);
  for (const file of TEXT_INDEXES) await postgres.query(await readFile(file, 'utf8'));
  await addKey(postgres, 'owner', 'key-of-owner');
  await postgres.query('vacuum analyze');
  const { rows } = await postgres.query<{ size: string }>(
    `select pg_size_pretty(pg_relation_size('ended_jobs_by_message')) as size`,
  );
  await postgres.end();

  const figures: Figure[] = [{ what: 'size of the index of messages', value: rows[0]?.size ?? '' }];
  const owner = createClient({ baseUrl: url, key: 'key-of-owner' });
  for (const [what, query] of Object.entries(SEARCHES)) {
    figures.push(
      { what, value: inMs(await timesOf(() => client.call('listJobs', { query: { query } }))) },
      {
        what: `${what}, among 50,000 jobs of 1,000 datasets`,
        value: inMs(await timesOf(() => owner.call('listJobs', { query: { query } }))),
      },
    );
  }
  printFigures(
    `Texts in messages and errors of ${whole(JOBS)} jobs, found over HTTP, 50 to a page, median and 95th percentile`,
    figures,
  );
});
