import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Client } from '@pawprint/protocol';
import {
  createDatasetWith,
  createS3Bucket,
  S3_OWNER,
  S3_STRANGER,
  type S3Server,
  startS3Server,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { unzip } from '../../datasets/archive/unzip.builder.ts';

const MIB = 2 ** 20;

let s3: S3Server;
let bucket: string;
let server: TestServer;
let client: Client;
beforeAll(async () => {
  s3 = await startS3Server();
  bucket = await createS3Bucket(s3.endpoint);
  useCredentials(S3_OWNER);
  server = await startServerOn(bucket);
  client = server.client;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  await s3.close();
});

const useCredentials = ({ accessKeyId, secretAccessKey }: typeof S3_OWNER): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
};
const startServerOn = (name: string): Promise<TestServer> =>
  startTestServer({ PAWPRINT_BLOBS: `s3://${name}/files?endpoint=${s3.endpoint}` });

const s3Client = (): S3Client =>
  new S3Client({ endpoint: s3.endpoint, forcePathStyle: true, region: 'us-east-1', credentials: S3_OWNER });
const objectsIn = async (): Promise<number> =>
  (await s3Client().send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount ?? 0;
const uploadsIn = async (): Promise<number> =>
  (await s3Client().send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.length ?? 0;
const filesStored = async (): Promise<number> =>
  (await server.db.selectFrom('files').select('id').execute()).length;

test('a file is uploaded, previewed, downloaded, zipped and deleted', async () => {
  const content = new Uint8Array(randomBytes(10 * MIB));
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: 'core.bin', content }]);
  const [id = ''] = fileIds;
  const form = new FormData();
  form.append('File', new Blob(['a small picture']), 'preview.png');
  const preview = (await (await client.fetch('uploadPreview', {}, { body: form })).json()).id;
  await client.call('attachPreview', { params: { id, preview_id: preview }, body: {} });
  expect(await objectsIn()).toBe(2);

  const whole = await client.fetch('downloadFile', { params: { id }, query: {} });
  expect(whole.headers.get('content-length')).toBe(String(content.length));
  expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
  const shown = await client.fetch('downloadPreview', { params: { id: preview }, query: {} });
  expect(await shown.text()).toBe('a small picture');
  const range = await fetch(`${server.url}/api/files/${id}/blob`, {
    headers: { authorization: `Bearer ${server.adminKey}`, range: 'bytes=8388600-8388615' },
  });
  expect([range.status, Buffer.from(await range.arrayBuffer())]).toEqual([
    206,
    Buffer.from(content.subarray(8_388_600, 8_388_616)),
  ]);
  const zip = await client.fetch('downloadDataset', { params: { id: datasetId }, query: {} });
  const [zipped] = unzip(Buffer.from(await zip.arrayBuffer()));
  expect([zipped?.name, zipped?.bytes.equals(content)]).toEqual(['core.bin', true]);

  await client.call('deleteFile', { params: { id } });
  await expect.poll(objectsIn).toBe(0);
});

test('a store that dies in mid-upload costs that upload and nothing else', async () => {
  const { datasetId } = await createDatasetWith(client, [{ name: 'before.txt', content: 'stored before' }]);
  const stored = await filesStored();
  const upload = request(`${server.url}/api/uploadToDataset/${datasetId}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.adminKey}`,
      'content-type': 'multipart/form-data; boundary=cut',
    },
  });
  const answer = once(upload, 'response');
  upload.write('--cut\r\ncontent-disposition: form-data; name="File"; filename="big.bin"\r\n\r\n');
  upload.write(randomBytes(24 * MIB));
  await expect.poll(uploadsIn).toBe(1);
  await s3.kill();
  upload.end(Buffer.concat([randomBytes(24 * MIB), Buffer.from('\r\n--cut--\r\n')]));
  const [refused] = (await answer) as [IncomingMessage];
  expect(refused).toMatchObject({ statusCode: 503, headers: { 'retry-after': '10' } });
  expect(await json(refused)).toMatchObject({ error: { code: 'unavailable' } });
  expect(await filesStored()).toBe(stored);

  await s3.start();
  const again = await createDatasetWith(client, [{ name: 'after.txt', content: 'stored after' }]);
  const read = await client.fetch('downloadFile', { params: { id: again.fileIds[0] ?? '' }, query: {} });
  expect(await read.text()).toBe('stored after');
});

test('while the store is away, downloads are refused and the rest works', async () => {
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: 'a.txt', content: 'kept' }]);
  const [id = ''] = fileIds;
  const download = () => client.fetch('downloadFile', { params: { id }, query: {} });
  await s3.kill();
  await expect(download()).rejects.toMatchObject({ code: 'unavailable' });
  await expect(client.call('showDataset', { params: { id: datasetId } })).resolves.toMatchObject({
    id: datasetId,
  });
  await client.call('deleteFile', { params: { id } });
  await s3.start();
  const before = await objectsIn();
  const { fileIds: more } = await createDatasetWith(client, [{ name: 'b.txt', content: 'kept' }]);
  await client.call('deleteFile', { params: { id: more[0] ?? '' } });
  await expect.poll(objectsIn).toBe(before - 1);
});

test('the system page names the bucket', async () => {
  expect((await client.call('showSystem', {}))?.files).toEqual({
    path: `s3://${bucket}/files`,
    free_bytes: null,
  });
});

test('a server does not start on a bucket that it cannot use', async () => {
  await expect(startServerOn('nowhere')).rejects.toThrow('there is no bucket of this name');
  useCredentials(S3_STRANGER);
  await expect(startServerOn(bucket)).rejects.toThrow('the credentials give no right to list its objects');
  useCredentials(S3_OWNER);
});
