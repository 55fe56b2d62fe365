import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

const nameOf = async (id: string) => (await bench.client.call('showFile', { params: { id } }))?.filename;

describe('a file', () => {
  test('is renamed to a cleaned name and keeps its type', async () => {
    const id = await bench.upload(await bench.createDataset(), 'clay', 'clay.txt');
    const renamed = await bench.client.call('renameFile', {
      params: { id },
      body: { name: '../other/loam.csv' },
    });
    expect(renamed).toEqual({ status: 'success' });
    const file = await bench.client.call('showFile', { params: { id } });
    expect(file).toMatchObject({ filename: 'loam.csv', 'content-type': 'text/plain' });
  });

  test('can be renamed by an open job on its dataset', async () => {
    const datasetId = await bench.createDataset();
    const id = await bench.upload(datasetId, 'clay');
    await bench.ports.db.deleteFrom('jobs').execute();
    const { client, caller } = await bench.startJob(datasetId);
    await client.call('renameFile', { params: { id }, body: { name: 'by a job' } });
    const earlier = bench.as({ ...caller, attempt: 0 });
    await expect(
      earlier.call('renameFile', { params: { id }, body: { name: 'late' } }),
    ).rejects.toMatchObject({ status: 410 });
    expect(await nameOf(id)).toBe('by a job');
  });

  test.each(['', ' \t\n'])('cannot get the blank name %j, which is said', async (name) => {
    const id = await bench.upload(await bench.createDataset(), 'clay', 'clay.txt');
    await expect(bench.client.call('renameFile', { params: { id }, body: { name } })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('`name`: A file needs a name.'),
    });
    expect(await nameOf(id)).toBe('clay.txt');
  });
});

test('the files of all datasets are listed newest first, page by page', async () => {
  const made = [];
  for (const name of ['a', 'b', 'c'])
    made.unshift(await bench.upload(await bench.createDataset(), name, `${name}.txt`));
  const page = await bench.client.call('listFiles', { query: { limit: 2 } });
  expect(page?.map(({ id }) => id)).toEqual(made.slice(0, 2));
  const next = await bench.client.call('listFiles', { query: { limit: 1, after: made[1] } });
  expect(next?.map(({ id }) => id)).toEqual(made.slice(2));
  expect(page?.[0]).toMatchObject({ filename: 'c.txt', contentType: 'text/plain', size: '1' });
});

test('all three of Clowder’s routes list the files of a dataset', async () => {
  const id = await bench.createDataset();
  const made = [];
  for (const name of ['a', 'b']) made.unshift(await bench.upload(id, name));
  for (const name of ['listDatasetFiles', 'listAllDatasetFiles', 'listTopDatasetFiles'] as const) {
    const listed = async (query = {}) =>
      (await bench.client.call(name, { params: { id }, query }))?.map((file) => file.id);
    expect(await listed()).toEqual(made);
    expect(await listed({ max: 1 })).toEqual(made.slice(0, 1));
  }
});

describe('an upload', () => {
  test('into a folder is refused, since there are no folders', async () => {
    const form = new FormData();
    form.append('file', new Blob(['x']), 'a.txt');
    const id = await bench.createDataset();
    await expect(
      bench.client.fetch('uploadToDataset', { params: { id }, query: { folder_id: 'f' } }, { body: form }),
    ).rejects.toMatchObject({ status: 501, code: 'not_offered' });
  });

  test("of a path on the server's disk is refused", async () => {
    await bench.settled();
    const before = await bench.remains();
    const form = new FormData();
    form.append('file', JSON.stringify({ path: '/etc/passwd', md: {} }));
    form.append('more', new Blob(['x']), 'a.txt');
    const id = await bench.createDataset();
    await expect(
      bench.client.fetch('uploadToDataset', { params: { id } }, { body: form }),
    ).rejects.toMatchObject({ status: 501, code: 'not_offered' });
    await bench.settled();
    expect(await bench.remains()).toEqual(before);
  });
});

test('the list of a large dataset has every file once, in order', async () => {
  const datasetId = await bench.createDataset();
  await bench.upload(datasetId, 'clay');
  await sql`
    insert into files select (jsonb_populate_record(file, jsonb_build_object('id', ids.id, 'blob_key', ids.id))).*
    from files as file, lateral (select gen_random_uuid() from generate_series(1, 1200)) as ids (id)
    where file.dataset_id = ${datasetId}::uuid`.execute(bench.ports.db);
  const list = async (query = {}) =>
    (await bench.client.call('listDatasetFiles', { params: { id: datasetId }, query }))?.map(({ id }) => id);
  const all = (await list()) ?? [];
  expect(new Set(all).size).toBe(1_201);
  expect(all).toEqual(all.toSorted((one, other) => one.localeCompare(other)).toReversed());
  expect(await list({ max: 700 })).toEqual(all.slice(0, 700));
  expect(await list({ after: all[99] ?? '', max: 1_000 })).toEqual(all.slice(100, 1_100));
});
