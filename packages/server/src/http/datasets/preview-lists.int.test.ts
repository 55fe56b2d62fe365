import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
let fileId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
  fileId = await bench.upload(await bench.createDataset(), 'clay');
});
afterAll(() => bench.close());

const upload = async (kind: 'uploadPreview' | 'uploadThumbnail', name: string): Promise<string> => {
  const form = new FormData();
  form.append('File', new Blob(['dots']), name);
  return (await (await bench.client.fetch(kind, {}, { body: form })).json()).id;
};

test('previews are listed in both formats of Clowder, and deleted', async () => {
  const params = { id: fileId };
  expect(await bench.client.call('getFilePreviews', { params })).toEqual([{ file_id: fileId, previews: [] }]);
  const id = await upload('uploadPreview', 'dots.txt');
  await bench.client.call('attachPreview', { params: { id: fileId, preview_id: id } });

  expect(await bench.client.call('listFilePreviews', { params })).toEqual([
    { id, filename: 'dots.txt', contentType: 'text/plain' },
  ]);
  const route = `/api/previews/${id}`;
  expect(await bench.client.call('getFilePreviews', { params })).toEqual([
    {
      file_id: fileId,
      previews: [
        {
          pv_id: id,
          p_id: '',
          p_path: '',
          p_main: '',
          pv_route: route,
          pv_contenttype: 'text/plain',
          pv_length: '4',
        },
      ],
    },
  ]);
  const bytes = await fetch(bench.baseUrl + route, { headers: bench.asAna });
  expect(await bytes.text()).toBe('dots');

  await bench.settled();
  const { blobs } = await bench.remains();
  expect(await bench.client.call('deletePreview', { params: { id } })).toEqual({ status: 'success' });
  expect(await bench.client.call('listFilePreviews', { params })).toEqual([]);
  await expect(bench.client.call('deletePreview', { params: { id } })).rejects.toMatchObject({
    code: 'preview_not_found',
  });
  await bench.settled();
  expect((await bench.remains()).blobs).toBe(blobs - 1);
});

test('a thumbnail is not deleted by the route for previews', async () => {
  const id = await upload('uploadThumbnail', 'dots.png');
  await bench.client.call('attachThumbnail', { params: { id: fileId, thumbnail_id: id } });
  await expect(bench.client.call('deletePreview', { params: { id } })).rejects.toMatchObject({ status: 404 });
  expect(await bench.client.call('deleteThumbnail', { params: { id } })).toEqual({ status: 'success' });
  const shown = await bench.client.call('showFile', { params: { id: fileId } });
  expect(shown?.thumbnail).toBeNull();
});

test('a job cannot delete previews', async () => {
  const { client } = await bench.startJob(await bench.createDataset());
  const id = await upload('uploadPreview', 'dots.txt');
  await expect(client.call('deletePreview', { params: { id } })).rejects.toMatchObject({ code: 'forbidden' });
});
