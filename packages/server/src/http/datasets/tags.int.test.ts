import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
  datasetId = await bench.createDataset();
  fileId = await bench.upload(datasetId, 'clay', 'clay.txt');
});
afterAll(() => bench.close());

describe('tags', () => {
  test('on a file are stored once each, cleaned, in alphabetical order', async () => {
    const params = { id: fileId };
    const tags = ['  soil   core ', 'clay', '', ' \n', 'soil core', 'a\0b'];
    expect(await bench.client.call('addFileTags', { params, body: { tags } })).toEqual({ status: 'success' });
    await bench.client.call('addFileTags', { params, body: { tags: ['clay'], extractor_id: 'ncsa.tagger' } });
    expect(await bench.client.call('listFileTags', { params })).toEqual({
      id: fileId,
      filename: 'clay.txt',
      tags: ['a\uFFFDb', 'clay', 'soil core'],
    });
    expect(await bench.client.call('showFile', { params })).toMatchObject({
      tags: ['a\uFFFDb', 'clay', 'soil core'],
    });

    await bench.client.call('removeFileTags', { params, body: { tags: ['soil\tcore', 'never there'] } });
    expect((await bench.client.call('listFileTags', { params }))?.tags).toEqual(['a\uFFFDb', 'clay']);
  });

  test('on a dataset are separate from those of its files', async () => {
    const params = { id: datasetId };
    await bench.client.call('addDatasetTags', { params, body: { tags: ['prairie'] } });
    expect(await bench.client.call('listDatasetTags', { params })).toEqual({
      id: datasetId,
      tags: ['prairie'],
    });
    expect(await bench.client.call('showDataset', { params })).toMatchObject({ tags: ['prairie'] });
    await bench.client.call('removeDatasetTags', { params, body: { tags: ['prairie'] } });
    expect((await bench.client.call('listDatasetTags', { params }))?.tags).toEqual([]);
  });

  test('are removed by name or all at once', async () => {
    for (const [add, takeOff, removeAll, list, id] of [
      ['addFileTags', 'takeOffFileTags', 'removeAllFileTags', 'listFileTags', fileId],
      ['addDatasetTags', 'takeOffDatasetTags', 'removeAllDatasetTags', 'listDatasetTags', datasetId],
    ] as const) {
      const params = { id };
      await bench.client.call(removeAll, { params });
      await bench.client.call(add, { params, body: { tags: ['a', 'b', 'c'] } });
      expect(await bench.client.call(takeOff, { params, body: { tags: ['a', 'x'] } })).toEqual({
        status: 'success',
      });
      expect((await bench.client.call(list, { params }))?.tags).toEqual(['b', 'c']);
      expect(await bench.client.call(removeAll, { params })).toEqual({ status: 'success' });
      expect((await bench.client.call(list, { params }))?.tags).toEqual([]);
    }
  });

  test('by an extractor name it, and are refused after its job has ended', async () => {
    const { client, caller } = await bench.startJob(datasetId);
    const params = { id: datasetId };
    await client.call('addDatasetTags', { params, body: { tags: ['counted'] } });
    const row = bench.ports.db.selectFrom('tags').select(['extractor', 'job_id', 'user_id']);
    expect(await row.where('tag', '=', 'counted').executeTakeFirst()).toEqual({
      extractor: 'word-count',
      job_id: caller.jobId,
      user_id: 'ana',
    });
    const earlier = bench.as({ ...caller, attempt: 0 });
    await expect(earlier.call('addDatasetTags', { params, body: { tags: ['late'] } })).rejects.toMatchObject({
      status: 410,
    });
    expect((await bench.client.call('listDatasetTags', { params }))?.tags).toEqual(['counted']);
  });
});
