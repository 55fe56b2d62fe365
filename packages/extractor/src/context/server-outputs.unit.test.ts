import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { succeed } from '../job/job.ts';
import { startInstance } from '../test-lane/running-instance.ts';

const PNG = { filename: 'käse 1.png', contentType: 'image/png' };

test('a preview is uploaded with its title, attached and described under one output key', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    const id = await ctx.uploadPreview(Buffer.from('pixels'), {
      ...PNG,
      title: 'Front',
      metadata: { width: 4 },
    });
    return succeed(id);
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  expect(lane.calls('uploadPreview')[0]?.body).toEqual({
    title: 'Front',
    File: { filename: 'käse 1.png', type: 'image/png', text: 'pixels' },
  });
  expect(lane.calls('attachPreview')[0]).toMatchObject({
    params: { id: 'file-1', preview_id: 'id-of-preview%3A0' },
    body: { extractor_id: 'test.extractor' },
  });
  expect(lane.calls('addPreviewMetadata')[0]?.body).toEqual({ width: 4 });
  expect(job.reports.at(-1)?.message).toBe('id-of-preview:0');
});

test('outputs are numbered by kind, in the order they were made', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    await ctx.uploadMetadata({ a: 1 });
    await ctx.uploadThumbnail(Buffer.from('t'), PNG);
    await ctx.uploadMetadata({ b: 2 }, { context: 'https://example.org/context' });
    await ctx.addTags(['red', 'blue']);
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  const keys = lane.calls('addFileMetadata').map(({ headers }) => headers['pawprint-output']);
  expect(keys).toEqual(['metadata:0', 'metadata:1']);
  expect(lane.calls('addFileMetadata')[1]?.body).toEqual({
    '@context': 'https://example.org/context',
    content: { b: 2 },
  });
  expect(lane.calls('uploadThumbnail')[0]?.headers['pawprint-output']).toBe('thumbnail:0');
  expect(lane.calls('attachThumbnail')[0]?.params).toEqual({
    id: 'file-1',
    thumbnail_id: 'id-of-thumbnail%3A0',
  });
  expect(lane.calls('addFileTags')[0]?.body).toEqual({
    tags: ['red', 'blue'],
    extractor_id: 'test.extractor',
  });
});

test('a new file goes from a path into the job’s dataset, and starts no extractor without `extract`', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    const path = join(await ctx.workFolder(), 'rows.csv');
    await writeFile(path, 'a,b\n');
    return succeed(
      await ctx.uploadFile(path, { filename: 'rows.csv', contentType: 'text/csv', extract: false }),
    );
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);

  const upload = lane.calls('uploadToDataset')[0];
  expect(upload?.params).toEqual({ id: 'dataset-1' });
  expect(upload?.query).toEqual({ extract: 'false' });
  expect(upload?.body).toEqual({ File: { filename: 'rows.csv', type: 'text/csv', text: 'a,b\n' } });
  expect(job.reports.at(-1)?.message).toBe('id-of-file:0');
});

test('a job about a dataset attaches to the dataset, and has no bytes and no preview', async () => {
  const { lane } = await startInstance(async (_, ctx) => {
    await ctx.uploadMetadata({ files: 3 });
    await ctx.addTags(['set']);
    expect(() => ctx.input.stream()).toThrow('has no bytes');
    await ctx.uploadPreview(Buffer.from('x'), PNG);
  });
  const resource = { type: 'dataset', id: 'dataset-1', name: 'My set' } as const;
  const job = lane.addJob({ message: { resource, filename: null, mime_type: null, size_bytes: null } });
  await lane.until(() => job.ended);

  expect(lane.calls('addDatasetMetadata')[0]?.params).toEqual({ id: 'dataset-1' });
  expect(lane.calls('addDatasetTags')).toHaveLength(1);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'ERROR', message: expect.stringContaining('no preview') });
});

test('an upload that was not awaited is finished before the job ends', async () => {
  const { lane } = await startInstance((_, ctx) => {
    void ctx.uploadMetadata({ awaited: false });
    return succeed('done');
  });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  const order = lane.requests.map(({ route }) => route).filter((route) => /Metadata|Reports/.test(route));
  expect(order).toEqual(['addFileMetadata', 'sendReports']);
});

test('an upload that was not awaited and failed fails the job', async () => {
  const { lane } = await startInstance((_, ctx) => {
    void ctx.uploadMetadata({ awaited: false });
    return succeed('done');
  });
  lane.failNext('addFileMetadata', { status: 403, code: 'forbidden' });
  const job = lane.addJob();
  await lane.until(() => job.ended);
  expect(job.reports.at(-1)).toMatchObject({ kind: 'ERROR', message: 'fault 403' });
});
