import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const UNKNOWN_ID = '018f0000-0000-7000-8000-000000000000';

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

const create = async (name = 'Soils', parentId?: string | string[]): Promise<string> => {
  const body = { name, description: 'All of them' };
  const created = parentId
    ? await bench.client.call('createSubcollection', { body: { ...body, parentId } })
    : await bench.client.call('createCollection', { body });
  return created?.id ?? '';
};
const show = (id: string) => bench.client.call('showCollection', { params: { id } });
const children = (id: string) => bench.client.call('listChildCollections', { params: { id } });
const datasets = async (id: string) =>
  (await bench.client.call('listCollectionDatasets', { params: { id } }))?.map((dataset) => dataset.id);

describe('a collection', () => {
  test('is created and shown with the fields of Clowder and ours', async () => {
    const id = await create();
    expect(await show(id)).toEqual({
      id,
      name: 'Soils',
      description: 'All of them',
      created: 'Tue Nov 24 09:30:00 UTC 2026',
      author: 'Ana Ferreira',
      root_flag: 'true',
      child_collection_ids: 'List()',
      parent_collection_ids: 'List()',
      childCollectionsCount: '0',
      datasetCount: '0',
      spaces: 'List()',
      created_at: '2026-11-24T09:30:00.000Z',
      created_by: { id: 'ana', name: 'Ana Ferreira' },
      children: [],
      parents: [],
      dataset_count: 0,
    });
  });

  test('is in its parents, given as one id or as a list', async () => {
    const [first, second] = [await create('First'), await create('Second')];
    const child = await create('Child', [first, second, first]);
    const other = await create('Other', first);
    expect((await children(first))?.map(({ id }) => id)).toEqual([other, child]);
    expect((await children(second))?.map(({ id }) => id)).toEqual([child]);
    expect(await show(child)).toMatchObject({ parents: [first, second], root_flag: 'false' });
    expect(await show(first)).toMatchObject({
      child_collection_ids: `List(${child}, ${other})`,
      childCollectionsCount: '2',
    });
  });

  test('is not created if a parent is missing', async () => {
    const before = await bench.client.call('listCollections', {});
    await expect(create('Orphan', [await create('There'), UNKNOWN_ID])).rejects.toMatchObject({
      status: 404,
      code: 'collection_not_found',
    });
    const names = (await bench.client.call('listCollections', {}))?.map(({ name }) => name);
    expect(names).toEqual(['There', ...(before?.map(({ name }) => name) ?? [])]);
  });

  test('is deleted without the datasets and collections in it', async () => {
    const [parent, dataset] = [await create('Parent'), await bench.createDataset()];
    const child = await create('Child', parent);
    await bench.client.call('addDatasetToCollection', { params: { id: parent, dataset_id: dataset } });
    expect(await bench.client.call('deleteCollection', { params: { id: parent } })).toEqual({
      status: 'success',
    });
    await expect(show(parent)).rejects.toMatchObject({ status: 404 });
    expect(await show(child)).toMatchObject({ parents: [], root_flag: 'true' });
    expect(await bench.client.call('showDataset', { params: { id: dataset } })).toMatchObject({
      id: dataset,
    });
  });

  test('cannot be created or changed by a job', async () => {
    const { client } = await bench.startJob(await bench.createDataset());
    const refused = { status: 403, code: 'forbidden' };
    await expect(client.call('createCollection', { body: { name: 'x' } })).rejects.toMatchObject(refused);
    await expect(client.call('showCollection', { params: { id: await create() } })).rejects.toMatchObject(
      refused,
    );
  });

  test('has previews, which are deleted with it', async () => {
    const id = await create();
    const form = new FormData();
    form.append('File', new Blob(['dots']), 'dots.txt');
    const preview_id = (await (await bench.client.fetch('uploadPreview', {}, { body: form })).json()).id;
    const params = { id, preview_id };
    expect(await bench.client.call('attachCollectionPreview', { params })).toEqual({ status: 'success' });
    const bytes = await bench.client.fetch('downloadPreview', { params: { id: preview_id } });
    expect(await bytes.text()).toBe('dots');

    const file = await bench.upload(await bench.createDataset(), 'x');
    await expect(
      bench.client.call('attachPreview', { params: { id: file, preview_id } }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await bench.settled();
    const { previews, blobs } = await bench.remains();
    await bench.client.call('deleteCollection', { params: { id } });
    await bench.settled();
    expect(await bench.remains()).toMatchObject({ previews: previews - 1, blobs: blobs - 1 });
  });
});

describe('datasets', () => {
  test('are added to a collection once each, and removed', async () => {
    const id = await create();
    const [first, second] = [await bench.createDataset(), await bench.createDataset()];
    for (const dataset_id of [first, second, second])
      expect(await bench.client.call('addDatasetToCollection', { params: { id, dataset_id } })).toEqual({
        status: 'success',
      });
    expect(await datasets(id)).toEqual([second, first]);
    expect(await show(id)).toMatchObject({ datasetCount: '2', dataset_count: 2 });
    const params = { id, dataset_id: first };
    for (const _ of ['in', 'out already'])
      expect(await bench.client.call('removeDatasetFromCollection', { params })).toEqual({
        status: 'success',
      });
    expect(await datasets(id)).toEqual([second]);
    await bench.client.call('deleteDataset', { params: { id: second } });
    expect(await datasets(id)).toEqual([]);
  });

  test('that do not exist are not added', async () => {
    const params = { id: await create(), dataset_id: UNKNOWN_ID };
    await expect(bench.client.call('addDatasetToCollection', { params })).rejects.toMatchObject({
      code: 'dataset_not_found',
    });
  });

  test('are created in collections', async () => {
    const [first, second] = [await create(), await create()];
    const make = (collection: string | string[]) =>
      bench.client.call('createDataset', { body: { name: 'New', collection, access: 'PRIVATE' } });
    const both = await make([first, second]);
    const one = await make(first);
    expect(await datasets(first)).toEqual([one?.id, both?.id]);
    expect(await datasets(second)).toEqual([both?.id]);
    await expect(make([first, UNKNOWN_ID])).rejects.toMatchObject({ code: 'collection_not_found' });
    expect(await datasets(first)).toHaveLength(2);
  });

  test('are created with copies of files, which trigger extractors', async () => {
    const from = await bench.createDataset();
    const [a, b] = [await bench.upload(from, 'aa', 'a.txt'), await bench.upload(from, 'bbb', 'b.txt')];
    await bench.ports.db.deleteFrom('jobs').execute();
    const created = await bench.client.call('createDataset', {
      body: { name: 'Copies', existingfiles: `${a}, ${b},` },
    });
    const files = await bench.client.call('listDatasetFiles', { params: { id: created?.id ?? '' } });
    expect(files?.map(({ filename, size_bytes }) => [filename, size_bytes])).toEqual([
      ['b.txt', 3],
      ['a.txt', 2],
    ]);
    const bytes = await bench.client.fetch('downloadFile', { params: { id: files?.[0]?.id ?? '' } });
    expect(await bytes.text()).toBe('bbb');
    expect(await bench.client.call('showDataset', { params: { id: from } })).toMatchObject({ file_count: 2 });
    expect(await bench.ports.db.selectFrom('jobs').select('id').execute()).toHaveLength(2);

    await bench.settled();
    const before = await bench.remains();
    const body = { name: 'Half', existingfiles: `${a},${UNKNOWN_ID}` };
    await expect(bench.client.call('createDataset', { body })).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await bench.settled();
    expect(await bench.remains()).toEqual(before);
  });
});

test('collections are listed newest first, by name and page by page', async () => {
  const made = [];
  for (const n of [1, 2, 3]) made.unshift(await create(`Ledger ${n}`));
  const list = async (query: object) =>
    (await bench.client.call('listCollections', { query }))?.map(({ id }) => id);
  expect(await list({ title: 'LEDGER', limit: 2 })).toEqual(made.slice(0, 2));
  expect(await list({ title: 'LEDGER', after: made[1] })).toEqual(made.slice(2));
});

test('all collections are listed at once, or as many as asked for', async () => {
  const ids = [await create('Cores'), await create('Plots')].toReversed();
  const list = async (limit?: number) =>
    (await bench.client.call('listAllCollections', { query: { limit } }))?.map(({ id }) => id);
  expect((await list())?.slice(0, 2)).toEqual(ids);
  expect(await list(1)).toEqual(ids.slice(0, 1));
});

test('the second addresses of a collection do the same', async () => {
  const id = await create();
  const dataset_id = await bench.createDataset();
  await bench.client.call('addDatasetToCollection', { params: { id, dataset_id } });
  const listed = await bench.client.call('getCollectionDatasets', { params: { id } });
  expect(listed?.map((dataset) => dataset.id)).toEqual([dataset_id]);
  await bench.client.call('removeCollection', { params: { id } });
  await expect(show(id)).rejects.toMatchObject({ status: 404 });
});
