import type { Client as Postgres } from 'pg';
import { auditEntries } from './audit-entries.ts';
import { addKey } from './bench-keys.ts';
import type { BenchServer } from './bench-server.ts';
import { fillEndedJobs, fillTotals } from './kept-totals.ts';
import { ID_OF_TIME } from './sql-ids.ts';
import { printProgress, whole } from './table.ts';
import { withoutIndexes } from './without-indexes.ts';

const EXTRACTORS = 50;
const VERSIONS = 5;
const EVENTS_OF_JOB = 10;
const DAYS = 30;
const SPACES = 1_000;
const LARGE_DATASET = 'Soil cores';
const LONG_LOG = 'core.log';

/** What there is, in proportion to the jobs, up to the largest that one dataset or job is expected to have. */
const shapeOf = (jobs: number) => {
  const part = Math.min(1, jobs / 1_000_000);
  return {
    jobs,
    datasets: Math.max(SPACES, jobs / 50),
    files: jobs / 5,
    largeFiles: 5_000 * part,
    largeJobs: 60_000 * part,
    logLines: 100_000 * part,
    open: jobs / 500,
    auditEntries: jobs / 10,
    quarantined: 5_000 * part,
  };
};
type Shape = ReturnType<typeof shapeOf>;

/** Keys of people who see a part: the owner of 1,000 datasets, a member of half of the spaces, one who owns 3 datasets. */
export const KEYS = { owner: 'key-of-owner', member: 'key-of-member', newcomer: 'key-of-newcomer' } as const;

const PEOPLE = [
  ID_OF_TIME,
  `insert into users (id, name, email)
    select name, name, name || '@example.org' from unnest(array['owner', 'member', 'newcomer']) name
    union all select 'person-' || n, 'Person ' || n, 'person-' || n || '@example.org' from generate_series(1, 100) n`,
  `insert into spaces (id, name, created_at)
    select pg_temp.id('2026-01-01', n), 'Space ' || n, now() from generate_series(1, ${SPACES}) n`,
  `insert into space_members (space_id, user_id, role, added_at)
    select pg_temp.id('2026-01-01', n), 'member', 'viewer', now() from generate_series(1, ${SPACES / 2}) n
    union all select pg_temp.id('2026-01-01', n), 'person-' || (n * 7 + m) % 100 + 1, 'editor', now()
      from generate_series(1, ${SPACES}) n cross join generate_series(1, 20) m`,
];

const datasets = ({ datasets, files, largeFiles }: Shape): string[] => [
  `insert into datasets (id, name, created_at, created_by, is_public)
    select pg_temp.id('2026-01-01', n), 'Dataset ' || n, now() - interval '${DAYS} d',
      case when n <= 1000 then 'owner' when n <= 1003 then 'newcomer' else 'person-' || n % 100 + 1 end, n % 1000 = 0
    from generate_series(1, ${datasets}) n
    union all select pg_temp.id('2026-01-01', 0), '${LARGE_DATASET}', now() - interval '3 d', 'owner', false`,
  `insert into dataset_spaces (dataset_id, space_id, added_at)
    select pg_temp.id('2026-01-01', n), pg_temp.id('2026-01-01', n % ${SPACES} + 1), now() from generate_series(0, ${datasets}) n`,
  // Those of the large dataset have the first numbers.
  `insert into files (id, dataset_id, name, size_bytes, sha256, mime, blob_key, created_at)
    select pg_temp.id(at, n), pg_temp.id('2026-01-01', case when n <= ${largeFiles} then 0 else n % ${datasets} + 1 end),
      'plot-' || md5(n::text) || '.csv', (2 ^ (n % 30))::bigint, md5(n::text) || md5(n::text),
      (array['text/csv', 'image/tiff', 'application/pdf'])[n % 3 + 1], 'blob-' || n, at
    from (select n, timestamptz '2026-02-01' + n * interval '10 ms' as at from generate_series(1, ${files + largeFiles}) n) made`,
  `insert into tags (id, file_id, tag, extractor, created_at)
    select gen_random_uuid(), id, tag, 'bench.extractor-1', created_at
    from files cross join unnest(array['soil', 'core']) tag where dataset_id = pg_temp.id('2026-01-01', 0)`,
  `insert into collections (id, name, created_at, created_by)
    select pg_temp.id('2026-01-01', n), 'Collection ' || n, now(), 'person-' || n % 100 + 1 from generate_series(1, 500) n`,
  `insert into collection_datasets (collection_id, dataset_id, added_at)
    select pg_temp.id('2026-01-01', n % 500 + 1), pg_temp.id('2026-01-01', n), now() from generate_series(1, ${datasets / 2}) n`,
  `insert into extractor_versions (extractor, version, info, first_seen_at, last_seen_at)
    select name, '1.' || v, info, now() - (${VERSIONS} - v) * interval '6 d', now() - (${VERSIONS - 1} - v) * interval '6 d'
    from extractors cross join generate_series(0, ${VERSIONS - 2}) v where name like 'bench.%'`,
  `insert into extractor_instances (extractor, id, version, lane, host, interval_ms, first_seen_at, last_seen_at)
    select name, 'instance-' || n, version, 'rabbitmq', 'node-' || n, 10000, now() - interval '6 d', now()
    from extractors cross join generate_series(1, 12) n where name like 'bench.%'`,
];

const DOCUMENT = `'{"rows": 712, "columns": ["depth", "moisture", "density"]}'::jsonb`;

/** Without triggers, which write the values of each document by itself: those of all are written together. */
const METADATA = [
  'set session_replication_role = replica',
  `insert into metadata (id, file_id, content, agent, extractor, created_at)
    select pg_temp.id(created_at, row_number() over ()), id, ${DOCUMENT},
      '{"@type": "cat:extractor", "name": "bench.extractor-1"}', 'bench.extractor-1', created_at
    from files cross join generate_series(1, 2) where size_bytes % 32 = 0`,
  `insert into metadata_values (metadata_id, resource_id, dataset_id, key, name, number, value)
    select m.id, m.file_id, f.dataset_id, v.key, in_lower_case(v.key), v.number, v.value
    from metadata m join files f on f.id = m.file_id cross join values_of_metadata(${DOCUMENT}) v`,
  'reset session_replication_role',
];

/**
 * Jobs in the order of their submission, five on each file, evenly over the days. A few extractors have most of them.
 * Those of the large dataset were submitted together, twelve on each file, and began one after the other.
 */
const madeJobs = ({ jobs, datasets, largeFiles, largeJobs, open, logLines }: Shape): string => `
  select n, pg_temp.id(now() - interval '2 d', n) as id, now() - interval '2 d' as at,
    n * interval '1 d' / ${largeJobs} as wait, n % 12 + 1 as e, ceil(n / 12.0)::bigint as file, 0 as dataset, 'owner' as person, false as is_open,
    ${EVENTS_OF_JOB} as events
  from generate_series(1, ${largeJobs}::bigint) n
  union all
  select n, pg_temp.id(at, n), at, (n % 97) * interval '80 ms', 1 + floor(${EXTRACTORS} * power((hashint8(n) & 65535) / 65536.0, 3))::integer,
    ${largeFiles} + ceil(n / 5.0)::bigint,
    (${largeFiles} + ceil(n / 5.0)::bigint) % ${datasets} + 1, 'person-' || n % 100 + 1, n > ${jobs - open}, ${EVENTS_OF_JOB}
  from (select n, now() - (${jobs} - n) * interval '${DAYS} d' / ${jobs} - interval '1 min' as at
    from generate_series(${largeJobs + 1}, ${jobs}::bigint) n) made
  union all
  select ${jobs + 1}, pg_temp.id(now() - interval '1 h', ${jobs + 1}), now() - interval '1 h', interval '1 s', ${EXTRACTORS}, 0, 1, 'owner', false, ${logLines}`;

const jobs = (shape: Shape): string[] => [
  `insert into jobs (id, extractor, extractor_version, resource_type, resource_id, resource_name, resource_size_bytes,
      resource_mime, dataset_id, trigger, submitted_by, state, lane, flags, attempt_count, submitted_at, queued_at, started_at,
      finished_at, last_event_at, last_seq, available_at, latest_kind, latest_message, latest_at, error_message,
      error_attempt, reason, reason_code, reason_facts, failure, event_count, server_event_count, error_event_count)
    select made.id, extractor, version, 'file', coalesce(f.id, made.id), coalesce(f.name, '${LONG_LOG}'), f.size_bytes, f.mime,
      pg_temp.id('2026-01-01', dataset),
      case when n % 20 = 0 then 'manual' when n % 33 = 0 then 'dataset' when n % 500 = 0 then 'resubmit' else 'upload' end, person, state,
      case when state <> 'SUBMITTED' then 'rabbitmq' end,
      case when is_open and n % 40 = 0 then array['stalled'] else '{}' end,
      case when state in ('SUBMITTED', 'QUEUED') then 0 else 1 end, at, at,
      case when state not in ('SUBMITTED', 'QUEUED') then at + wait end, case when not is_open then at + wait + run end,
      case when is_open then now() else at + wait + run end, n * ${EVENTS_OF_JOB} + events - ${EVENTS_OF_JOB}, at, 'PROCESSING',
      case when n % 2 = 0 then 'Done processing.' else 'Wrote ' || md5(n::text) || '.csv with ' || n || ' rows.' end, at + wait,
      case when state = 'FAILED' then 'Traceback: the sensor ' || n % 10 || ' of plot ' || n % 1000 || ' gave no value' end,
      case when state = 'FAILED' then 1 end,
      case when state = 'LOST' then 'It was silent for two hours' end, case when state = 'LOST' then 'silent_too_long' end,
      case when state = 'LOST' then '{}'::jsonb end,
      case when state in ('FAILED', 'LOST') then left(md5(extractor || version || state), 16) end,
      events, 2, case when state = 'FAILED' then 1 else 0 end
    from (
      select *, 'bench.extractor-' || e as extractor, '1.' || least(${VERSIONS - 1}, n * ${VERSIONS} / ${shape.jobs}) as version,
        (n % 1009) * interval '150 ms' as run,
        case when is_open then (array['RUNNING', 'QUEUED', 'SUBMITTED', 'SUBMITTED'])[1 + n % 4]
          when hashint8(n + 7) & 1023 < 20 then 'FAILED' when hashint8(n + 7) & 1023 < 23 then 'LOST'
          when hashint8(n + 7) & 1023 < 34 then 'SKIPPED' when hashint8(n + 7) & 1023 < 36 then 'CANCELLED'
          else 'SUCCEEDED' end as state
      from (${madeJobs(shape)}) made
    ) made
    left join files f on f.id = pg_temp.id(timestamptz '2026-02-01' + file * interval '10 ms', file)
    order by n`,
  `insert into job_attempts (job_id, number, outcome, started_at, ended_at, instance_id, extractor_version, error)
    select id, 1, state, started_at, finished_at, 'instance-' || last_seq % 12 + 1, extractor_version, error_message
    from jobs where attempt_count = 1`,
];

const LAST_MONTHS = `do $$ begin
  for ago in 1..2 loop
    execute format('create table if not exists job_events_%s partition of job_events for values from (%L) to (%L)',
      to_char(date_trunc('month', now(), 'UTC') - ago * interval '1 month', 'YYYY_MM'),
      date_trunc('month', now(), 'UTC') - ago * interval '1 month', date_trunc('month', now(), 'UTC') - (ago - 1) * interval '1 month');
  end loop;
end $$`;

const EVENTS = [
  `insert into job_events (seq, number, id, job_id, attempt, kind, level, message, received_at, reported_at, reported, matched_by)
    select last_seq - event_count + number, number, gen_random_uuid(), id, case when number > 2 then 1 end,
      case number when 1 then 'SUBMITTED' when 2 then 'QUEUED' when 3 then 'STARTED' else
        case when number < event_count then 'LOG' when state = 'FAILED' then 'ERROR' when state = 'SUCCEEDED' then 'SUCCEEDED' else 'PROCESSING' end end,
      case when number % 1000 = 0 then 'error' when number > 3 then 'info' end,
      case when number < event_count then 'Read line ' || number || ' of the core''s record ' || md5(number::text) else coalesce(error_message, latest_message) end, received_at,
      case when number > 2 then received_at end, case when number > 2 then received_at::text end, 'job_id'
    from jobs
    cross join lateral generate_series(1, event_count) number
    cross join lateral (values (coalesce(started_at, submitted_at) + number * interval '20 ms')) at (received_at)`,
  `select setval('job_event_seq', (select max(last_seq) from jobs))`,
];

const KEPT = [
  `insert into failures (id, kind, extractor, version, fingerprint)
    select distinct failure, lower(state), extractor, extractor_version, 'the sensor # of plot # gave no value'
    from jobs where failure is not null`,
  `insert into failure_totals (hour, dataset_id, failure, submitted_by, jobs, first_at, last_at, last_job)
    select date_trunc('hour', finished_at), dataset_id, failure, coalesce(submitted_by, ''), count(*), min(finished_at),
      max(finished_at), (array_agg(id order by finished_at desc))[1]
    from jobs where failure is not null group by 1, 2, 3, 4`,
];

const quarantine = ({ quarantined }: Shape): string => `
  insert into quarantine (id, received_at, last_received_at, source, reason, detail, body, fingerprint)
  select pg_temp.id(at, n), at, at, 'report', 'unknown_extractor', 'There is no extractor of this name.',
    convert_to('{"job_id": "' || n || '", "status": "Started processing"}', 'UTF8'), sha256(n::text::bytea)
  from (select n, now() - n * interval '1 min' as at from generate_series(1, ${quarantined}) n) made`;

/** Writes what a server of some years would have, and what it would have kept about it. */
export const fillQuestions = async (
  { client }: BenchServer,
  postgres: Postgres,
  jobCount: number,
): Promise<void> => {
  const shape = shapeOf(jobCount);
  for (let e = 1; e <= EXTRACTORS; e += 1)
    await client.call('registerExtractor', {
      body: { name: `bench.extractor-${e}`, version: `1.${VERSIONS - 1}`, process: { file: ['text/*'] } },
    });
  printProgress('Writing people, datasets and files');
  await withoutIndexes(postgres, ['files', 'metadata', 'metadata_values'], async () => {
    for (const statement of [...PEOPLE, ...datasets(shape), ...METADATA]) await postgres.query(statement);
  });
  for (const [person, key] of Object.entries(KEYS)) await addKey(postgres, person, key);
  await withoutIndexes(postgres, ['jobs', 'job_attempts'], async () => {
    printProgress(`Writing ${whole(jobCount)} jobs`);
    for (const statement of jobs(shape)) await postgres.query(statement);
  });
  await postgres.query(LAST_MONTHS);
  await withoutIndexes(postgres, ['job_events'], async () => {
    printProgress(`Writing ${whole(jobCount * EVENTS_OF_JOB)} events`);
    for (const statement of EVENTS) await postgres.query(statement);
  });
  printProgress('Counting what is kept');
  for (const statement of [...KEPT, quarantine(shape)]) await postgres.query(statement);
  await fillTotals(postgres);
  await fillEndedJobs(postgres);
  await postgres.query(auditEntries(shape.auditEntries));
  await postgres.query('vacuum analyze');
};

export type Subjects = Awaited<ReturnType<typeof findSubjects>>;

/** The ids of what is asked about. */
export const findSubjects = async (postgres: Postgres) => {
  const valueOf = async (query: string, ...values: unknown[]): Promise<string> => {
    const { rows } = await postgres.query<{ value: string }>(query, values);
    return rows[0]?.value ?? '';
  };
  const dataset = await valueOf('select id as value from datasets where name = $1', LARGE_DATASET);
  return {
    dataset,
    file: await valueOf('select id as value from files where dataset_id = $1 order by id limit 1', dataset),
    files: Number(await valueOf('select count(*) as value from files where dataset_id = $1', dataset)),
    job: await valueOf('select id as value from jobs where dataset_id = $1 order by id limit 1', dataset),
    longJob: await valueOf('select id as value from jobs where resource_name = $1', LONG_LOG),
    lines: Number(await valueOf('select event_count as value from jobs where resource_name = $1', LONG_LOG)),
    newestSeq: Number(await valueOf('select max(last_seq) as value from jobs')),
    // Fifty jobs have changed since.
    missedSince: Number(
      await valueOf('select last_seq as value from jobs order by last_seq desc offset 50 limit 1'),
    ),
    deepCursor: await valueOf('select id as value from jobs order by id offset $1 limit 1', 10_000),
    failure: await valueOf(
      'select failure as value from failure_totals group by 1 order by sum(jobs) desc limit 1',
    ),
    space: await valueOf('select id as value from spaces order by id limit 1'),
    collection: await valueOf('select id as value from collections order by id limit 1'),
  };
};
