import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';
import { fillEndedJobs, fillTotals } from './kept-totals.ts';
import { measureRequest, REQUEST_FIGURES } from './requests.ts';
import { ID_OF_TIME } from './sql-ids.ts';
import { type Figure, printFigures, whole } from './table.ts';

const JOBS = 250_000;
const EVENTS_PER_JOB = 10;
const EXTRACTOR = 'bench.extractor';
const DATASETS = 500;
const DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/**
 * All of the page's extractor: jobs evenly over 30 days, each with one attempt, of five versions and on inputs of all
 * sizes; one in a hundred failed, and the last 200 are open. Ids are UUIDv7 of the time of submission.
 */
const FILL = [
  ID_OF_TIME,
  `insert into datasets (id, name, created_at)
    select pg_temp.id('2026-01-01', n), 'Dataset ' || n, now() from generate_series(1, ${DATASETS}) n`,
  `insert into jobs (id, extractor, extractor_version, resource_type, resource_id, resource_name, resource_size_bytes,
      resource_mime, dataset_id, trigger, state, attempt_count, submitted_at, queued_at, started_at, finished_at,
      last_event_at, last_seq, available_at, latest_message, event_count)
    select pg_temp.id(at, n), '${EXTRACTOR}', version, 'file', pg_temp.id(at, n), 'plot.csv', size, mime,
      pg_temp.id('2026-01-01', n % ${DATASETS} + 1), 'upload',
      case when is_open then 'RUNNING' when n % 100 = 0 then 'FAILED' else 'SUCCEEDED' end, 1, at, at, at + wait,
      case when not is_open then at + wait + run end, at + wait, n, at, 'Done processing.', ${EVENTS_PER_JOB}
    from (
      select n, now() - (${JOBS} - n) * interval '${DAYS} d' / ${JOBS} - interval '10 min' as at,
        n > ${JOBS - 200} as is_open, '1.' || n * 5 / ${JOBS + 1} as version, (2 ^ (n % 30))::bigint as size,
        (array['text/csv', 'image/tiff', 'application/pdf'])[n % 3 + 1] as mime,
        (n % 97) * interval '80 ms' as wait, (n % 1009) * interval '150 ms' as run
      from generate_series(1, ${JOBS}::bigint) n
    ) made`,
  `insert into job_attempts (job_id, number, outcome, started_at, ended_at, instance_id, extractor_version)
    select id, 1, state, started_at, finished_at, 'instance-' || last_seq % 12, extractor_version from jobs`,
  `insert into job_events (seq, number, id, job_id, attempt, kind, message, received_at, matched_by)
    select nextval('job_event_seq'), number, gen_random_uuid(), id, 1, 'PROCESSING', 'Line ' || number || ' of the file.',
      started_at + number * interval '1 s', 'job_id'
    from jobs cross join generate_series(1, ${EVENTS_PER_JOB}) number`,
];

const fill = async ({ client }: BenchServer, postgres: Postgres): Promise<void> => {
  await client.call('registerExtractor', {
    body: { name: EXTRACTOR, version: '1.4', process: { file: ['*/*'] } },
  });
  for (const statement of FILL) await postgres.query(statement);
  await fillEndedJobs(postgres);
  await fillTotals(postgres);
  await postgres.query('vacuum analyze');
};

await withBenchServer(async (server) => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  await fill(server, postgres);
  await postgres.end();

  const { client } = server;
  const params = { name: EXTRACTOR };
  const rangeOf = (days: number) => ({ since: new Date(Date.now() - days * DAY_MS).toISOString() });
  const textOf = async (answer: Promise<Response>): Promise<string> => (await answer).text();
  const statistics = (days: number) => () =>
    textOf(client.fetch('showExtractorStatistics', { params, query: rangeOf(days) }));
  const runs = (days: number) => () =>
    textOf(
      client.fetch('listExtractorRuns', { params, query: { ...rangeOf(days), newest: 250, spread: 250 } }),
    );
  const requests = {
    'the extractor': () => textOf(client.fetch('showExtractor', { params })),
    'its statistics of two days': statistics(2),
    'of seven days': statistics(7),
    'of 30 days': statistics(DAYS),
    'two versions compared': () => textOf(client.fetch('compareExtractorVersions', { params, query: {} })),
    '250 newest runs, 250 spread over two days': runs(2),
    'the same, over 30 days': runs(DAYS),
    'its instances': () => textOf(client.fetch('listInstances', { params })),
    'its newest jobs': () => textOf(client.fetch('listJobs', { query: { extractor: EXTRACTOR, limit: 50 } })),
  };
  const figures: Figure[] = [];
  for (const [what, ask] of Object.entries(requests)) figures.push(await measureRequest(server, what, ask));
  printFigures(
    `Page of an extractor with ${whole(JOBS)} jobs and ${whole(JOBS * EVENTS_PER_JOB)} events, over HTTP: ${REQUEST_FIGURES}`,
    figures,
  );
});
