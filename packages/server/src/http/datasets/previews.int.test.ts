import { type Client, OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepUnattachedPreviews } from '../../datasets/blobs/sweep-blobs.ts';
import { POLICIES } from '../security-headers.ts';
import { createDatasetsBench, type DatasetsBench, type RunningJob } from './datasets.builder.ts';

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

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

type Kind = 'uploadPreview' | 'uploadThumbnail';
interface Sent {
  readonly key?: string;
  readonly title?: string;
  readonly name?: string;
  readonly type?: string;
}

const upload = async (
  client: Client,
  kind: Kind,
  content: string | Uint8Array<ArrayBuffer> = PNG,
  { key, title, name = 'preview.png', type = '' }: Sent = {},
): Promise<string> => {
  const form = new FormData();
  if (title !== undefined) form.append('title', title);
  form.append('File', new Blob([content], { type }), name);
  const headers = key === undefined ? {} : { [OUTPUT_KEY_HEADER]: key };
  return (await (await client.fetch(kind, { headers }, { body: form })).json()).id;
};
const attach = (client: Client, preview_id: string, to = fileId, body = {}) =>
  client.call('attachPreview', { params: { id: to, preview_id }, body });
const attachThumbnail = (client: Client, thumbnail_id: string, to = fileId) =>
  client.call('attachThumbnail', { params: { id: to, thumbnail_id }, body: {} });
const show = async () => (await bench.client.call('showFile', { params: { id: fileId } })) ?? expect.fail();
const later = Date.parse('2030-01-01T00:00:00Z');

describe('a preview', () => {
  test('is uploaded, attached to a file and described', async () => {
    const id = await upload(extractor.client, 'uploadPreview', PNG, { title: 'A grain' });
    expect((await show()).previews).toEqual([]);
    expect(await attach(extractor.client, id)).toEqual({ status: 'success' });
    await extractor.client.call('addPreviewMetadata', { params: { id }, body: { width: '1' } });
    await extractor.client.call('addPreviewMetadata', { params: { id }, body: { width: '2', height: '3' } });

    expect((await show()).previews).toEqual([
      {
        id,
        title: 'A grain',
        contentType: 'image/png',
        size_bytes: PNG.length,
        extractor: 'word-count',
        job_id: extractor.caller.jobId,
        created_at: new Date(bench.ports.now()).toISOString(),
      },
    ]);
    const row = bench.ports.db.selectFrom('previews').select('details').where('id', '=', id);
    expect(await row.executeTakeFirst()).toEqual({ details: { width: '2', height: '3' } });
  });

  test('is sent with its declared type and protective headers', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const id = await upload(extractor.client, 'uploadPreview', svg, { name: 'p.svg', type: 'image/svg+xml' });
    await attach(extractor.client, id);
    const response = await bench.client.fetch('downloadPreview', {
      params: { id },
      query: { disposition: 'inline' },
    });
    expect(await response.text()).toBe(svg);
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(response.headers.get('content-security-policy')).toBe(POLICIES.content);
  });

  test("uploaded with a person's key names its extractor", async () => {
    const id = await upload(bench.client, 'uploadPreview');
    await attach(bench.client, id, fileId, { extractor_id: 'ncsa.image.preview' });
    expect((await show()).previews).toMatchObject([{ extractor: 'ncsa.image.preview', job_id: null }]);
  });

  test('is visible only to its uploader until it is attached', async () => {
    const id = await upload(bench.client, 'uploadPreview');
    const params = { id };
    await expect(attach(extractor.client, id)).rejects.toMatchObject({ code: 'preview_not_found' });
    await expect(extractor.client.fetch('downloadPreview', { params })).rejects.toMatchObject({
      status: 404,
    });
    await attach(bench.client, id);
    expect((await extractor.client.fetch('downloadPreview', { params })).status).toBe(200);
  });

  test('replaces one that an earlier attempt has attached to the same file', async () => {
    const other = await bench.upload(datasetId, 'silt');
    const [first, second, elsewhere] = [
      await upload(extractor.client, 'uploadPreview'),
      await upload(extractor.client, 'uploadPreview'),
      await upload(extractor.client, 'uploadPreview'),
    ];
    await attach(extractor.client, first);
    await attach(extractor.client, second);
    await attach(extractor.client, elsewhere, other);
    const later = await bench.attemptAgain(extractor.caller);
    const third = await upload(later, 'uploadPreview');
    for (let time = 0; time < 2; time += 1) await attach(later, third);
    expect((await show()).previews.map(({ id }) => id).toSorted()).toEqual([second, third].toSorted());
    expect((await bench.client.call('showFile', { params: { id: other } }))?.previews).toHaveLength(1);
  });

  test('is attached to one file only, which can be repeated', async () => {
    const other = await bench.upload(datasetId, 'silt');
    const id = await upload(extractor.client, 'uploadPreview');
    await attach(extractor.client, id);
    await attach(extractor.client, id);
    await expect(attach(extractor.client, id, other)).rejects.toMatchObject({
      status: 409,
      code: 'conflict',
    });
    expect((await show()).previews).toHaveLength(1);
  });

  test('cannot be attached as a thumbnail, or the reverse', async () => {
    const preview = await upload(extractor.client, 'uploadPreview');
    const thumbnail = await upload(extractor.client, 'uploadThumbnail');
    await expect(attachThumbnail(extractor.client, preview)).rejects.toMatchObject({ status: 404 });
    await expect(attach(extractor.client, thumbnail)).rejects.toMatchObject({ status: 404 });
    const params = { id: thumbnail };
    await expect(extractor.client.fetch('downloadPreview', { params })).rejects.toMatchObject({
      status: 404,
    });
  });

  test('sent again for the same output replaces the bytes', async () => {
    const id = await upload(extractor.client, 'uploadPreview', 'first', { key: 'preview:0' });
    await attach(extractor.client, id);
    await bench.settled();
    const { blobs } = await bench.remains();
    expect(await upload(extractor.client, 'uploadPreview', 'second', { key: 'preview:0' })).toBe(id);
    expect((await show()).previews).toMatchObject([{ id, size_bytes: 6 }]);
    const sent = await bench.client.fetch('downloadPreview', { params: { id } });
    expect(await sent.text()).toBe('second');
    await bench.settled();
    expect((await bench.remains()).blobs).toBe(blobs);
  });

  test('without a file or with two is refused', async () => {
    await bench.settled();
    const before = await bench.remains();
    const none = new FormData();
    none.append('title', 'no file');
    const two = new FormData();
    for (const name of ['a.png', 'b.png']) two.append('File', new Blob([PNG]), name);
    for (const body of [none, two])
      await expect(extractor.client.fetch('uploadPreview', {}, { body })).rejects.toMatchObject({
        status: 400,
      });
    await bench.settled();
    expect(await bench.remains()).toEqual(before);
  });

  test('of a cancelled job is refused before its bytes are received', async () => {
    await bench.jobs.db
      .updateTable('jobs')
      .set({ state: 'CANCELLED', finished_at: new Date(bench.ports.now()) })
      .where('id', '=', extractor.caller.jobId)
      .execute();
    bench.breakBlobs({ write: () => Promise.reject(new Error('taken in for nothing')) });
    await expect(upload(extractor.client, 'uploadPreview')).rejects.toMatchObject({ code: 'job_over' });
    bench.restore();
    const events = await bench.jobs.events(extractor.caller.jobId);
    expect(events.at(-1)?.kind).toBe('OUTPUT_REFUSED');
  });

  test('not attached within a day is swept with its bytes', async () => {
    await sweepUnattachedPreviews(bench.ports, later);
    await bench.settled();
    const before = await bench.remains();
    await upload(extractor.client, 'uploadPreview');
    const kept = await upload(extractor.client, 'uploadPreview');
    await attach(extractor.client, kept);

    const day = 24 * 60 * 60 * 1000;
    expect(await sweepUnattachedPreviews(bench.ports, bench.ports.now() + day)).toBe(0);
    expect(await sweepUnattachedPreviews(bench.ports, bench.ports.now() + day + 1)).toBe(1);
    await bench.settled();
    expect(await bench.remains()).toEqual({
      ...before,
      previews: before.previews + 1,
      blobs: before.blobs + 1,
    });
    expect((await show()).previews).toMatchObject([{ id: kept }]);
  });
});

describe('a thumbnail', () => {
  test('is that of its file, and of its dataset if it is the newest', async () => {
    const shown = async () =>
      (await bench.client.call('showDataset', { params: { id: datasetId } }))?.thumbnail;
    const first = await upload(extractor.client, 'uploadThumbnail');
    await attachThumbnail(extractor.client, first);
    await bench.upload(datasetId, 'a newer file without one');
    expect([(await show()).thumbnail, await shown()]).toEqual([first, first]);
    const response = await bench.client.fetch('downloadThumbnail', {
      params: { id: first },
      query: { disposition: 'inline' },
    });
    expect(response.headers.get('content-disposition')).toMatch(/^inline;/);

    const newer = await bench.upload(datasetId, 'silt');
    const second = await upload(extractor.client, 'uploadThumbnail');
    await attachThumbnail(extractor.client, second, newer);
    expect([(await show()).thumbnail, await shown()]).toEqual([first, second]);
  });

  test('replaces the earlier one, whose bytes are removed', async () => {
    const first = await upload(extractor.client, 'uploadThumbnail');
    await attachThumbnail(extractor.client, first);
    const second = await upload(extractor.client, 'uploadThumbnail');
    await bench.settled();
    const { blobs } = await bench.remains();
    await attachThumbnail(extractor.client, second);
    expect((await show()).thumbnail).toBe(second);
    await bench.settled();
    expect((await bench.remains()).blobs).toBe(blobs - 1);
  });

  test('is only one, however many are attached at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => upload(bench.client, 'uploadThumbnail')));
    await Promise.all(ids.map((id) => attachThumbnail(bench.client, id)));
    expect(ids).toContain((await show()).thumbnail);
    const left = bench.ports.db.selectFrom('previews').select('id').where('file_id', '=', fileId);
    expect(await left.execute()).toHaveLength(1);
  });
});
