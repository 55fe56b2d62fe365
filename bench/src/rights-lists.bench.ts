import { createClient } from '@pawprint/protocol';
import { Client as Postgres } from 'pg';
import { addKey } from './bench-keys.ts';
import { withBenchServer } from './bench-server.ts';
import { percentile } from './measure.ts';
import { ID_OF_NUMBER } from './sql-ids.ts';
import { type Figure, printFigures, whole } from './table.ts';

const JOBS = 1_000_000;
const DATASETS = 20_000;
const SPACES = 1_000;
const REQUESTS = 100;

/** In how many spaces each person is; in each of them are 20 datasets with 1,000 jobs. */
const PEOPLE: Readonly<Record<string, number>> = { one: 1, ten: 10, hundred: 100, half: 500 };

/** Ids that sort by number: `id(n)` in SQL. */
const FILL = [
  ID_OF_NUMBER,
  `insert into users (id, name, email) values ('owner', 'Owner', 'owner@example.org')`,
  `insert into spaces (id, name, created_at) select pg_temp.id(1, n), 'Space ' || n, now() from generate_series(1, ${SPACES}) n`,
  `insert into datasets (id, name, created_at, created_by, is_public)
    select pg_temp.id(2, n), 'Dataset ' || n, now(), 'owner', n % 1000 = 0 from generate_series(1, ${DATASETS}) n`,
  `insert into dataset_spaces (dataset_id, space_id, added_at)
    select pg_temp.id(2, n), pg_temp.id(1, n % ${SPACES} + 1), now() from generate_series(1, ${DATASETS}) n`,
  `insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state, attempt_count,
      submitted_at, queued_at, started_at, finished_at, last_event_at, last_seq, available_at)
    select pg_temp.id(3, n), 'bench.extractor', 'dataset', pg_temp.id(2, n * 7919 % ${DATASETS} + 1), 'Soil',
      pg_temp.id(2, n * 7919 % ${DATASETS} + 1), 'upload', case when n % 50 = 0 then 'FAILED' else 'SUCCEEDED' end, 1,
      at, at, at, at + interval '3 s', at + interval '3 s', n, at
    from (select n, timestamptz '2026-01-01' + n * interval '20 s' as at from generate_series(1, ${JOBS}::bigint) n) made`,
];

const addPerson = async (postgres: Postgres, name: string, spaces: number): Promise<void> => {
  await postgres.query('insert into users (id, name, email) values ($1, $1, $2)', [
    name,
    `${name}@example.org`,
  ]);
  await addKey(postgres, name, `key-of-${name}`);
  await postgres.query(
    `insert into space_members (space_id, user_id, role, added_at)
      select pg_temp.id(1, n), $1, 'viewer', now() from generate_series(1, $2::integer) n`,
    [name, spaces],
  );
};

const timesOf = async (ask: () => Promise<unknown>): Promise<number[]> => {
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
  for (const [name, spaces] of Object.entries(PEOPLE)) await addPerson(postgres, name, spaces);
  await postgres.query('vacuum analyze');
  await postgres.end();

  const readers = [
    { who: 'an administrator, who sees all', client },
    ...Object.entries(PEOPLE).map(([name, spaces]) => ({
      who: `a member of ${spaces} of ${whole(SPACES)} spaces`,
      client: createClient({ baseUrl: url, key: `key-of-${name}` }),
    })),
    { who: 'nobody: 20 public datasets', client: createClient({ baseUrl: url }) },
  ];
  const lists = [
    { what: 'jobs, newest first', query: {} },
    { what: 'jobs, last changed first', query: { sort: '-last_event_at' as const } },
    { what: 'failed jobs', query: { state: ['FAILED' as const] } },
  ];
  const figures: Figure[] = [];
  for (const reader of readers) {
    for (const { what, query } of lists) {
      const ask = () => reader.client.call('listJobs', { query });
      await ask();
      figures.push({ what: `${reader.who}: ${what}`, value: inMs(await timesOf(ask)) });
    }
    const datasets = () => reader.client.call('listDatasets', { query: {} });
    await datasets();
    figures.push({ what: `${reader.who}: datasets`, value: inMs(await timesOf(datasets)) });
  }
  printFigures(
    `Lists of ${whole(JOBS)} jobs in ${whole(DATASETS)} datasets and ${whole(SPACES)} spaces over HTTP, 50 to a page, median and 95th percentile`,
    figures,
  );
});
