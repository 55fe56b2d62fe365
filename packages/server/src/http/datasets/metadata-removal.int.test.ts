import type { Client, NewMetadata } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  ({ datasetId, fileId } = await bench.createDatasetWithFile());
});
afterAll(() => bench.close());

const by = (name: string): NewMetadata['agent'] => ({
  '@type': 'cat:extractor',
  extractor_id: `https://clowder.example.org/extractors/${name}/1.0`,
});
const add = (agent?: NewMetadata['agent'], client: Client = bench.client) =>
  client.call('addFileMetadata', { params: { id: fileId }, body: { agent, content: { a: 1 } } });
const remove = (query = {}, client: Client = bench.client) =>
  client.call('removeFileMetadata', { params: { id: fileId }, query });
const left = async () => (await bench.client.call('listFileMetadata', { params: { id: fileId } }))?.length;

describe('metadata of a file', () => {
  test('is removed at once, and the answer has the number', async () => {
    for (const agent of [undefined, by('a'), by('b')]) await add(agent);
    expect(await remove()).toEqual({ status: 'success', count: '3' });
    expect(await left()).toBe(0);
    expect(await remove()).toEqual({ status: 'success', count: '0' });
  });

  test('is removed for one extractor by its full name', async () => {
    for (const name of ['ncsa.image', 'ncsa.image.preview', 'ncsa-image']) await add(by(name));
    expect(await remove({ extractor: 'ncsa.image' })).toEqual({ status: 'success', count: '1' });
    expect(await left()).toBe(2);
  });

  test('can be removed by a job only if its own extractor made it', async () => {
    const { client } = await bench.startJob(datasetId);
    await add(by('ncsa.image'));
    await add(undefined, client);
    await expect(remove({ extractor: 'ncsa.image' }, client)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await remove({}, client)).toEqual({ status: 'success', count: '1' });
    expect(await left()).toBe(1);
  });

  test('is not removed by a job that has ended', async () => {
    const { client, caller } = await bench.startJob(datasetId);
    await add(undefined, client);
    await expect(remove({}, bench.as({ ...caller, attempt: 0 }))).rejects.toMatchObject({ status: 410 });
    expect(await left()).toBe(1);
  });

  test('of an unknown file is not found', async () => {
    await expect(
      bench.client.call('removeFileMetadata', { params: { id: datasetId } }),
    ).rejects.toMatchObject({ status: 404, code: 'file_not_found' });
  });
});

test('metadata of a dataset is separate from that of its files', async () => {
  const params = { id: datasetId };
  await add();
  await bench.client.call('addDatasetMetadata', { params, body: { content: {} } });
  await bench.client.call('addDatasetMetadata', { params, body: { agent: by('a'), content: {} } });
  expect(await bench.client.call('removeDatasetMetadata', { params, query: { extractor: 'a' } })).toEqual({
    status: 'success',
    count: '1',
  });
  expect(await bench.client.call('removeDatasetMetadata', { params })).toMatchObject({ count: '1' });
  expect(await left()).toBe(1);
});

test('each removal triggers extractors once, an empty one does not', async () => {
  const process = JSON.stringify({ metadata: ['removed.file'] });
  const ours = bench.ports.db.updateTable('extractors');
  await ours.set({ process }).execute();
  await add(by('a'));
  await add(by('b'));
  await remove();
  await remove();
  const jobs = await bench.ports.db.selectFrom('jobs').select(['resource_id', 'trigger']).execute();
  expect(jobs).toEqual([{ resource_id: fileId, trigger: 'metadata' }]);
  await bench.ports.db.deleteFrom('jobs').execute();
  await ours.set({ process: '{"file":["*/*"]}' }).execute();
});
