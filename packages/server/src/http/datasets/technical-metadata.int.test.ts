import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench, PUBLIC_URL } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
beforeEach(async () => {
  ({ datasetId, fileId } = await bench.createDatasetWithFile('clay.txt'));
});
afterAll(() => bench.close());

const agent = { '@type': 'cat:extractor', extractor_id: 'https://x/extractors/ncsa.image/2.0' };

describe('technical metadata', () => {
  test('is any JSON, and counts as made by an extractor', async () => {
    const params = { id: fileId };
    for (const body of [{ lines: 1 }, [1, 2], 'words', 7])
      expect(await bench.client.call('addFileTechnicalMetadata', { params, body })).toBe('success');
    expect(await bench.client.call('listFileTechnicalMetadata', { params })).toEqual([
      7,
      'words',
      [1, 2],
      { lines: 1 },
    ]);
    const query = { extractor: 'deprecatedapi' };
    expect(await bench.client.call('listFileMetadata', { params, query })).toHaveLength(4);
  });

  test('is added to a dataset, too', async () => {
    const params = { id: datasetId };
    const body = { lines: 1 };
    expect(await bench.client.call('addDatasetTechnicalMetadata', { params, body })).toEqual({
      status: 'success',
    });
    expect(await bench.client.call('listDatasetTechnicalMetadata', { params })).toEqual([{ lines: 1 }]);
  });

  test('sent by a job names its extractor', async () => {
    const { client } = await bench.startJob(datasetId);
    const params = { id: fileId };
    await client.call('addFileTechnicalMetadata', { params, body: { lines: 1 } });
    const query = { extractor: 'word-count' };
    expect(await client.call('listFileMetadata', { params, query })).toMatchObject([
      { content: { lines: 1 } },
    ]);
  });

  test('needs a document', async () => {
    const response = await fetch(`${bench.baseUrl}/api/files/${fileId}/metadata`, {
      method: 'POST',
      headers: { ...bench.asAna, 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
  });

  test('leaves out what people wrote', async () => {
    for (const [add, list, id] of [
      ['addFileMetadata', 'listFileTechnicalMetadata', fileId],
      ['addDatasetMetadata', 'listDatasetTechnicalMetadata', datasetId],
    ] as const) {
      await bench.client.call(add, { params: { id }, body: { content: { by: 'Ana' } } });
      await bench.client.call(add, { params: { id }, body: { agent, content: { by: 'ncsa.image' } } });
      expect(await bench.client.call(list, { params: { id } })).toEqual([{ by: 'ncsa.image' }]);
    }
  });
});

test('the extracted metadata of a file is grouped by its author', async () => {
  const { client } = await bench.startJob(datasetId);
  const params = { id: fileId };
  await bench.client.call('addFileTags', { params, body: { tags: ['clay', 'wet'] } });
  await client.call('addFileTags', { params, body: { tags: ['one-word'] } });
  const form = new FormData();
  form.append('File', new Blob(['x']), 'p.txt');
  const preview_id = (await (await client.fetch('uploadPreview', {}, { body: form })).json()).id;
  await client.call('attachPreview', { params: { id: fileId, preview_id }, body: {} });

  expect(await client.call('showExtractedMetadata', { params })).toEqual({
    file_id: fileId,
    filename: 'clay.txt',
    tags: [
      { userId: 'ana', values: ['clay', 'wet'] },
      { extractor_id: 'word-count', values: ['one-word'] },
    ],
    previews: [
      {
        extractor_id: 'word-count',
        values: [{ preview_id, contentType: 'text/plain', url: `${PUBLIC_URL}/api/previews/${preview_id}` }],
      },
    ],
    'versus descriptors url': '',
  });
});
