import { text } from 'node:stream/consumers';
import { createDatasetWith, createS3Bucket, S3_OWNER, type S3Server, startS3Server } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

let s3: S3Server;
let bucket: string;
/** Another host name than the server's. */
let front: string;
beforeAll(async () => {
  s3 = await startS3Server();
  bucket = await createS3Bucket(s3.endpoint);
  front = s3.endpoint.replace('127.0.0.1', 'localhost');
});
afterAll(() => s3.close());
useBrowser();
const server = useServer(() => ({
  env: {
    PAWPRINT_BLOBS: `s3://${bucket}?endpoint=${s3.endpoint}`,
    PAWPRINT_BLOBS_PRESIGN: front,
    AWS_ACCESS_KEY_ID: S3_OWNER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_OWNER.secretAccessKey,
  },
}));

test('a file is saved from the store, without a cookie, and shown by the server', async () => {
  const { fileIds } = await createDatasetWith(server().client, [
    { name: 'plot à.txt', content: 'depth 1.5', type: 'text/plain' },
  ]);
  const page = await openPage();
  await signIn(page, server());
  await page.goto(`${server().url}/files/${fileIds[0]}?preview=true`);
  await page.getByText('depth 1.5').waitFor();

  const linked = page.context().waitForEvent('request', (request) => request.url().startsWith(front));
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const [download, request] = await Promise.all([saved, linked]);
  expect(download.suggestedFilename()).toBe('plot à.txt');
  expect(await text(await download.createReadStream())).toBe('depth 1.5');
  expect([await request.headerValue('cookie'), await request.headerValue('referer')]).toEqual([null, null]);
});
