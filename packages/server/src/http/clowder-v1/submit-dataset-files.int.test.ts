import { sql } from 'kysely';
import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClowderBench, createClowderBench, refusalOf } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('off', { enabled: false });
});
afterAll(() => bench.close());

const submit = (id: string, also: object = {}) =>
  bench.ana.call('submitDatasetFiles', { params: { id }, body: { extractor: 'word-count', ...also } });

const countJobs = async (datasetId: string): Promise<number> => {
  const { count } = await bench.jobs.db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('dataset_id', '=', datasetId)
    .executeTakeFirstOrThrow();
  return count;
};

test('all files of a dataset are submitted', async () => {
  const { id, files } = await bench.datasetWith('a.csv', 'b.png');
  const answer = await submit(id, { parameters: { depth: 1 }, priority: -1 });

  expect(answer).toMatchObject({ count: 2, stopped: null });
  expect(answer?.jobs.map(({ file_id }) => file_id)).toEqual(files);
  const job = await bench.jobs.job(answer?.jobs[0]?.job_id ?? '');
  expect(job.facts).toMatchObject({ trigger: 'manual', parameters: { depth: 1 }, priority: -1 });
});

test.each([
  ['extension', { extensions: ['CSV'] }, [0]],
  ['type', { types: ['image/*'] }, [1]],
  ['both', { extensions: ['csv'], types: ['image/*'] }, []],
])('only those are that pass: %s', async (_, conditions, expected) => {
  const { id, files } = await bench.datasetWith('a.csv', 'b.png');
  const answer = await submit(id, conditions);
  expect(answer?.jobs.map(({ file_id }) => files.indexOf(file_id))).toEqual(expected);
  expect(answer?.count).toBe(expected.length);
});

test('only the named files are submitted', async () => {
  const { id, files } = await bench.datasetWith('a.csv', 'b.csv', 'c.png');
  const answer = await submit(id, { file_ids: files.slice(1), extensions: ['csv'] });
  expect(answer?.jobs.map(({ file_id }) => file_id)).toEqual([files[1]]);
});

test.each([
  ['an unknown extractor', { extractor: 'unknown' }, '404 extractor_not_found'],
  ['an extractor that is off', { extractor: 'off' }, '409 conflict'],
  ['no extractor', { extractor: undefined }, '400 bad_request'],
  ['too large parameters', { parameters: { a: 'x'.repeat(70_000) } }, '413 too_large'],
  ['a file that is elsewhere', { file_ids: [v4()] }, '404 file_not_found'],
  ['a file that cannot be one', { file_ids: ['x'] }, '404 file_not_found'],
])('%s: refused, and nothing is submitted', async (_, also, refusal) => {
  const { id } = await bench.datasetWith('a.csv');
  expect(await refusalOf(submit(id, also))).toBe(refusal);
  expect(await countJobs(id)).toBe(0);
});

test('the files of an unknown dataset are refused', async () => {
  expect(await refusalOf(submit(v4()))).toBe('404 dataset_not_found');
});

/** Rows of files without bytes, since only their names and types matter here. */
const fill = async (datasetId: string, count: number): Promise<void> => {
  await sql`
    insert into files (id, dataset_id, name, size_bytes, sha256, mime, blob_key, created_at)
    select (lpad(to_hex(n), 12, '0') || '70008' || substr(md5(${v7()} || n), 18))::uuid, ${datasetId}::uuid, n || '.csv', 1,
      repeat('0', 64), 'text/csv', ${v7()} || n, now()
    from generate_series(1, ${count}::integer) n`.execute(bench.jobs.db);
};

test('each file of a large dataset is submitted once', async () => {
  const id = await bench.createDataset();
  await fill(id, 2_500);
  const answer = await submit(id);

  expect(answer).toMatchObject({ count: 2_500, stopped: null });
  expect(new Set(answer?.jobs.map(({ file_id }) => file_id)).size).toBe(2_500);
  expect(await countJobs(id)).toBe(2_500);
});

/** Makes every statement that submits this file fail. */
const spoil = async (datasetId: string, file: number): Promise<void> => {
  const table = `spoil_${v7().replaceAll('-', '')}`;
  await sql`
    create function ${sql.raw(table)}() returns trigger language plpgsql as $$
    begin raise exception 'the disk is broken'; end $$`.execute(bench.jobs.db);
  await sql`
    create trigger ${sql.raw(table)} before insert on jobs for each row
    when (new.dataset_id = ${sql.lit(datasetId)} and new.resource_name = ${sql.lit(`${file}.csv`)})
    execute function ${sql.raw(table)}()`.execute(bench.jobs.db);
};

test('an error on a later page keeps and lists the jobs submitted before', async () => {
  const id = await bench.createDataset();
  await fill(id, 2_500);
  await spoil(id, 1_500);
  const answer = await submit(id);

  expect(answer).toMatchObject({
    count: 1_000,
    stopped: expect.stringContaining('listed jobs are submitted'),
  });
  expect(await countJobs(id)).toBe(1_000);
});

test('an error on the first page leaves no job', async () => {
  const id = await bench.createDataset();
  await fill(id, 10);
  await spoil(id, 5);
  expect(await refusalOf(submit(id))).toBe('500 internal');
  expect(await countJobs(id)).toBe(0);
});
