import type { Client } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepUnattachedPreviews } from '../../datasets/blobs/sweep-blobs.ts';
import { createDatasetsBench, type DatasetsBench, type RunningJob } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
let extractor: RunningJob;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  ({ datasetId, fileId } = await bench.createDatasetWithFile());
  extractor = await bench.startJob(datasetId);
});
afterAll(() => bench.close());

const create = async (client: Client = extractor.client, file_id = fileId): Promise<string> =>
  (await client.call('createSection', { body: { file_id, startTime: 12, area: { x: 1 } } }))?.id ?? '';
const show = (id: string) => bench.client.call('showSection', { params: { id } });
const uploadPreview = async (client: Client): Promise<string> => {
  const form = new FormData();
  form.append('File', new Blob(['dots']), 'dots.txt');
  return (await (await client.fetch('uploadPreview', {}, { body: form })).json()).id;
};
const link = (client: Client, id: string, body: { section_id?: string; file_id?: string; width?: string }) =>
  client.call('addPreviewMetadata', { params: { id }, body });

describe('a section', () => {
  test('made by a job is shown with all its fields', async () => {
    const id = await create();
    expect(
      await extractor.client.call('describeSection', { params: { id }, body: { description: 'A grain' } }),
    ).toEqual({ status: 'success' });
    expect(await show(id)).toEqual({
      id,
      file_id: fileId,
      startTime: '12',
      tags: [],
      description: 'A grain',
      details: { startTime: 12, area: { x: 1 } },
      previews: [],
      extractor: 'word-count',
      job_id: extractor.caller.jobId,
      created_at: new Date(bench.ports.now()).toISOString(),
      created_by: { id: 'ana', name: 'Ana Ferreira' },
    });
  });

  test('is the same when a later attempt makes it again', async () => {
    const id = await create();
    expect(await create(await bench.attemptAgain(extractor.caller))).toBe(id);
    expect(await create(bench.client)).not.toBe(id);
  });

  test('needs an existing file', async () => {
    const headers = { ...bench.asAna, 'content-type': 'application/json' };
    const send = (body: object) =>
      fetch(`${bench.baseUrl}/api/sections`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect((await send({})).status).toBe(400);
    expect((await send({ file_id: datasetId })).status).toBe(404);
  });

  test('is refused to a job on another dataset', async () => {
    const other = await bench.upload(await bench.createDataset(), 'silt');
    await expect(create(extractor.client, other)).rejects.toMatchObject({ code: 'file_not_found' });
    const id = await create(bench.client, other);
    await expect(extractor.client.call('showSection', { params: { id } })).rejects.toMatchObject({
      code: 'section_not_found',
    });
  });

  test('is not created by a job that has ended', async () => {
    await expect(create(bench.as({ ...extractor.caller, attempt: 0 }))).rejects.toMatchObject({
      status: 410,
    });
  });

  test('is tagged, and answers the tags with their ids', async () => {
    const params = { id: await create() };
    await extractor.client.call('addSectionTags', { params, body: { tags: ['z'] } });
    const added = await extractor.client.call('addSectionTags', {
      params,
      body: { tags: [' b  b', 'a', 'a'] },
    });
    expect(added).toEqual({
      status: 'success',
      tags: [
        { id: expect.any(String), name: 'a' },
        { id: expect.any(String), name: 'b b' },
      ],
    });
    expect(await bench.client.call('listSectionTags', { params })).toEqual({
      ...params,
      file_id: fileId,
      tags: ['a', 'b b', 'z'],
    });
    await bench.client.call('takeOffSectionTags', { params, body: { tags: ['a'] } });
    expect((await show(params.id))?.tags).toEqual(['b b', 'z']);
    await bench.client.call('removeAllSectionTags', { params });
    expect((await show(params.id))?.tags).toEqual([]);
    const onFile = await bench.client.call('listFileTags', { params: { id: fileId } });
    expect(onFile?.tags).toEqual([]);
  });

  test('is deleted with its tags and previews, also with its file', async () => {
    await bench.settled();
    const before = await bench.remains();
    const alone = await create();
    await link(extractor.client, await uploadPreview(extractor.client), { section_id: alone });
    await expect(extractor.client.call('deleteSection', { params: { id: alone } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await bench.client.call('deleteSection', { params: { id: alone } })).toEqual({
      status: 'success',
    });
    await expect(show(alone)).rejects.toMatchObject({ status: 404, code: 'section_not_found' });

    const withFile = await create();
    await link(extractor.client, await uploadPreview(extractor.client), { section_id: withFile });
    await extractor.client.call('addSectionTags', { params: { id: withFile }, body: { tags: ['a'] } });
    await bench.client.call('deleteFile', { params: { id: fileId } });
    await bench.settled();
    expect(await bench.remains()).toEqual({ ...before, files: before.files - 1, blobs: before.blobs - 1 });
  });
});

describe('a preview', () => {
  test('is moved to a section by its metadata', async () => {
    const id = await create();
    const preview = await uploadPreview(extractor.client);
    await link(extractor.client, preview, { section_id: id, width: '1' });
    expect((await show(id))?.previews).toMatchObject([{ id: preview, title: 'dots.txt' }]);
    const row = bench.ports.db.selectFrom('previews').select('details').where('id', '=', preview);
    expect(await row.executeTakeFirst()).toEqual({ details: { width: '1' } });
    const bytes = await bench.client.fetch('downloadPreview', { params: { id: preview } });
    expect(await bytes.text()).toBe('dots');
  });

  test('moves from a file to its section and back', async () => {
    const id = await create();
    const preview_id = await uploadPreview(extractor.client);
    await extractor.client.call('attachPreview', { params: { id: fileId, preview_id } });
    await link(extractor.client, preview_id, { section_id: id });
    const params = { id: fileId };
    expect(await bench.client.call('listFilePreviews', { params })).toEqual([]);
    await link(extractor.client, preview_id, { file_id: fileId });
    expect(await bench.client.call('listFilePreviews', { params })).toHaveLength(1);
    expect((await show(id))?.previews).toEqual([]);
  });

  test('does not move to another dataset', async () => {
    const other = await create(bench.client, await bench.upload(await bench.createDataset(), 'silt'));
    const preview_id = await uploadPreview(bench.client);
    await bench.client.call('attachPreview', { params: { id: fileId, preview_id } });
    await expect(link(bench.client, preview_id, { section_id: other })).rejects.toMatchObject({
      status: 409,
      code: 'conflict',
    });
    await expect(link(bench.client, preview_id, { section_id: datasetId })).rejects.toMatchObject({
      code: 'section_not_found',
    });
  });

  test('in a section is not swept as unattached', async () => {
    const id = await create();
    await link(extractor.client, await uploadPreview(extractor.client), { section_id: id });
    await sweepUnattachedPreviews(bench.ports, Date.parse('2100-01-01'));
    expect((await show(id))?.previews).toHaveLength(1);
  });
});
