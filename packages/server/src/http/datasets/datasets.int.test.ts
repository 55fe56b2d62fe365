import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());

const show = (id: string) => bench.client.call('showDataset', { params: { id } });
const files = (id: string, query = {}) => bench.client.call('listDatasetFiles', { params: { id }, query });

describe('a dataset', () => {
  test('is created empty and shown with the fields of Clowder and ours', async () => {
    const created = await bench.client.call('createDataset', {
      body: { name: '  Soil\0 cores ', description: 'Of 2026' },
    });
    expect(await show(created?.id ?? '')).toEqual({
      id: created?.id,
      name: 'Soil\uFFFD cores',
      description: 'Of 2026',
      created: 'Tue Nov 24 09:30:00 UTC 2026',
      thumbnail: null,
      authorId: 'ana',
      spaces: [],
      resource_type: 'dataset',
      created_at: '2026-11-24T09:30:00.000Z',
      changed_at: '2026-11-24T09:30:00.000Z',
      created_by: { id: 'ana', name: 'Ana Ferreira' },
      file_count: 0,
      size_bytes: 0,
      tags: [],
    });
  });

  test('counts its files and their bytes', async () => {
    const id = await bench.createDataset();
    await bench.upload(id, '12345');
    await bench.upload(id, '123');
    expect(await show(id)).toMatchObject({ file_count: 2, size_bytes: 8 });
  });

  test('is not found under an unknown id', async () => {
    for (const id of ['018f0000-0000-7000-8000-000000000000', 'x'])
      await expect(show(id)).rejects.toMatchObject({ status: 404, code: 'dataset_not_found' });
  });

  test('cannot be created by an extractor', async () => {
    const { client } = await bench.startJob(await bench.createDataset());
    await expect(client.call('createDataset', { body: { name: 'mine' } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('the list of datasets', () => {
  test('has the newest first, in pages', async () => {
    const made = [];
    for (const n of [1, 2, 3]) made.unshift(await bench.createDataset(`Page ${n} of the Ledger`));
    const page = await bench.client.call('listDatasets', { query: { q: 'the LEDGER', limit: 2 } });
    expect(page?.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const rest = await bench.client.call('listDatasets', {
      query: { q: 'the LEDGER', limit: 2, after: page?.at(-1)?.id },
    });
    expect(rest?.map(({ id }) => id)).toEqual(made.slice(2));
  });

  test('takes the search text literally', async () => {
    const id = await bench.createDataset('100% of _all_ \\o/');
    for (const q of ['100%', '_all_', '\\o/']) {
      const found = await bench.client.call('listDatasets', { query: { q } });
      expect(found?.map((dataset) => dataset.id)).toEqual([id]);
    }
    expect(await bench.client.call('listDatasets', { query: { q: '10_% of' } })).toEqual([]);
  });

  test('refuses a page that does not exist', async () => {
    await expect(bench.client.call('listDatasets', { query: { after: 'x' } })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe("a dataset's files", () => {
  test('come newest first, in pages of the requested size', async () => {
    const id = await bench.createDataset();
    const made = [];
    for (const name of ['a', 'b', 'c']) made.unshift(await bench.upload(id, name, `${name}.txt`));
    expect((await files(id))?.map((file) => file.id)).toEqual(made);
    expect((await files(id, { max: 2 }))?.map((file) => file.id)).toEqual(made.slice(0, 2));
    expect((await files(id, { max: 2, after: made[1] }))?.map((file) => file.id)).toEqual(made.slice(2));
    expect((await files(id))?.[0]).toEqual({
      id: made[0],
      filename: 'c.txt',
      contentType: 'text/plain',
      'date-created': 'Tue Nov 24 09:30:00 UTC 2026',
      size: '1',
      thumbnail: null,
      created_at: '2026-11-24T09:30:00.000Z',
      size_bytes: 1,
      sha256: '2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',
      uploaded_by: { id: 'ana', name: 'Ana Ferreira' },
      made_by_job: null,
    });
  });

  test('have the latest job of each extractor on request', async () => {
    const id = await bench.createDataset();
    const [first, second] = [await bench.upload(id, 'a'), await bench.upload(id, 'b')];
    bench.jobs.pass(1);
    const again = await bench.jobs.submit({
      datasetId: id,
      resource: { type: 'file', id: first, name: 'soil.csv', sizeBytes: 1, mime: 'text/csv' },
    });
    bench.jobs.pass(1500);
    const listed = await files(id, { include: 'jobs' });
    const job = { extractor: 'word-count', state: 'QUEUED' };
    expect(listed).toMatchObject([
      { id: second, latest_jobs: [{ ...job, elapsed_ms: 1501 }] },
      { id: first, latest_jobs: [{ ...job, elapsed_ms: 1500, job_id: again }] },
    ]);
    for (const { latest_jobs } of listed ?? []) expect(latest_jobs).toHaveLength(1);
    await bench.ports.db.deleteFrom('jobs').execute();
  });
});

describe('deleting', () => {
  test('a file removes its bytes and keeps its jobs', async () => {
    const id = await bench.createDataset();
    const [kept, deleted] = [await bench.upload(id, 'kept'), await bench.upload(id, 'deleted')];
    await bench.settled();
    const before = await bench.remains();
    await bench.client.call('deleteFile', { params: { id: deleted } });
    await bench.settled();

    expect(await bench.remains()).toEqual({ ...before, files: before.files - 1, blobs: before.blobs - 1 });
    expect((await files(id))?.map((file) => file.id)).toEqual([kept]);
    const jobs = bench.ports.db.selectFrom('jobs').select('id').where('resource_id', '=', deleted);
    expect(await jobs.execute()).toHaveLength(1);
    await expect(bench.client.call('deleteFile', { params: { id: deleted } })).rejects.toMatchObject({
      code: 'file_not_found',
    });
  });

  test('a dataset removes its files with their previews, metadata and tags', async () => {
    await bench.settled();
    const before = await bench.remains();
    const id = await bench.createDataset();
    const file = await bench.upload(id, 'x');
    const form = new FormData();
    form.append('File', new Blob(['preview']), 'p.txt');
    const uploaded = await bench.client.fetch('uploadPreview', {}, { body: form });
    const preview_id = (await uploaded.json()).id;
    await bench.client.call('attachPreview', { params: { id: file, preview_id }, body: {} });
    await bench.client.call('addFileMetadata', { params: { id: file }, body: { content: { a: 1 } } });
    await bench.client.call('addDatasetTags', { params: { id }, body: { tags: ['soil'] } });

    await bench.client.call('deleteDataset', { params: { id } });
    await bench.settled();
    expect(await bench.remains()).toEqual(before);
    await expect(show(id)).rejects.toMatchObject({ code: 'dataset_not_found' });
    await expect(bench.client.call('showFile', { params: { id: file } })).rejects.toMatchObject({
      code: 'file_not_found',
    });
  });

  test('is refused to an extractor', async () => {
    const id = await bench.createDataset();
    const file = await bench.upload(id, 'x');
    const { client } = await bench.startJob(id);
    await expect(client.call('deleteFile', { params: { id: file } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(client.call('deleteDataset', { params: { id } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await files(id)).toHaveLength(1);
  });
});
