import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { createS3Bucket, S3_OWNER, sharedS3Endpoint, startS3Server } from '@pawprint/testing';
import { v7 as newKey } from 'uuid';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RefusedRequest } from '../../model/refusal.ts';
import { blobStoreContract } from './blob-store.contract.ts';
import { LINK_SECONDS } from './blob-store.ts';
import { createS3BlobStore } from './s3-blob-store.ts';
import { openS3Bucket, type S3Bucket } from './s3-bucket.ts';

const MIB = 2 ** 20;
const patient = () => ({ signal: new AbortController().signal, limitBytes: 1000 * MIB });

const openBucket = async (endpoint: string, prefix = 'files'): Promise<S3Bucket> =>
  openS3Bucket(
    { bucket: await createS3Bucket(endpoint), prefix, endpoint, region: undefined },
    {
      credentials: S3_OWNER,
      presign: { endpoint: undefined },
    },
  );

const unfinishedIn = async ({ client, name }: S3Bucket): Promise<string[]> => {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: name }));
  return Uploads.map(({ Key = '' }) => Key);
};
/** Pages of the server of tests are shorter. */
const pathsIn = async ({ client, name }: S3Bucket): Promise<string[]> => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
  return Contents.map(({ Key = '' }) => Key);
};

describe('the S3 blob store', () => {
  blobStoreContract(async () => {
    const bucket = await openBucket(await sharedS3Endpoint());
    const store = createS3BlobStore(bucket);
    return {
      store,
      keys: async () => {
        const finished: string[] = [];
        for await (const { key } of store.list()) finished.push(key);
        return [...finished, ...(await unfinishedIn(bucket))];
      },
      dispose: async () => bucket.client.destroy(),
    };
  });
});

describe('a blob of several parts', () => {
  let bucket: S3Bucket;
  beforeAll(async () => {
    bucket = await openBucket(await sharedS3Endpoint());
    return () => bucket.client.destroy();
  });

  test('is read back, whole and across the border of two parts', async () => {
    const store = createS3BlobStore(bucket);
    const whole = randomBytes(20 * MIB);
    const key = newKey();
    await store.write(key, Readable.from(inPieces(whole)), patient());
    expect(whole.equals(await buffer(await store.open(key)))).toBe(true);
    const [start, end] = [8 * MIB - 10, 16 * MIB + 10];
    const range = await buffer(await store.open(key, { start, end }));
    expect(whole.subarray(start, end + 1).equals(range)).toBe(true);
  });

  test.each(['too_large', 'source_failed', 'aborted'] as const)('leaves no part if %s', async (unwritten) => {
    const store = createS3BlobStore(bucket);
    const abort = new AbortController();
    const source = Readable.from(
      (async function* () {
        yield* inPieces(randomBytes(20 * MIB));
        if (unwritten === 'aborted') abort.abort();
        if (unwritten === 'source_failed') throw new Error('connection lost');
        yield Buffer.alloc(MIB);
      })(),
    );
    const limitBytes = unwritten === 'too_large' ? 20 * MIB : 1000 * MIB;
    const key = newKey();
    expect(await store.write(key, source, { signal: abort.signal, limitBytes })).toEqual({ unwritten });
    expect(await unfinishedIn(bucket)).toEqual([]);
    await expect(store.open(key)).rejects.toThrow('There is no blob');
  });
});

describe('a link', () => {
  let bucket: S3Bucket;
  beforeAll(async () => {
    bucket = await openBucket(await sharedS3Endpoint());
    return () => bucket.client.destroy();
  });

  const HEADERS = {
    contentType: 'text/plain',
    contentDisposition: `attachment; filename="d_j_.txt"; filename*=UTF-8''d%C3%A9j%C3%A0.txt`,
    cacheControl: 'private, no-cache',
  };
  const write = async (): Promise<string> => {
    const key = newKey();
    await createS3BlobStore(bucket).write(key, Readable.from([Buffer.from('0123456789')]), patient());
    return key;
  };
  const linkTo = async (key: string, at: number): Promise<string> =>
    (await createS3BlobStore(bucket).link?.(key, HEADERS, at)) ?? 'no link';

  test('leads to the bytes, whole or in part, with the headers that it names', async () => {
    const link = await linkTo(await write(), Date.now());
    const whole = await fetch(link);
    expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^text\/plain/),
      'content-disposition': HEADERS.contentDisposition,
      'cache-control': HEADERS.cacheControl,
    });
    const part = await fetch(link, { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, '234']);
  });

  test('is refused after a minute', async () => {
    const key = await write();
    const refused = await fetch(await linkTo(key, Date.now() - (LINK_SECONDS + 1) * 1_000));
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('expired')]);
  });

  test('is refused with another key, name of the file or method', async () => {
    const [key, other] = [await write(), await write()];
    const link = await linkTo(key, Date.now());
    expect((await fetch(link.replace(bucket.pathOf(key), bucket.pathOf(other)))).status).toBe(403);
    expect((await fetch(link.replace('d_j_.txt', 'd_j_.html'))).status).toBe(403);
    expect((await fetch(link, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(link)).status).toBe(200);
  });
});

describe('unfinished uploads', () => {
  test('are aborted once they are old, on every page of their list', async () => {
    const bucket = await openBucket(await sharedS3Endpoint());
    const { client, name, pathOf } = bucket;
    for (let n = 0; n < 12; n += 1)
      await client.send(new CreateMultipartUploadCommand({ Bucket: name, Key: pathOf(newKey()) }));
    const store = createS3BlobStore(bucket);
    expect(await store.removeUnfinished(Date.now() - 60_000)).toBe(0);
    expect(await store.removeUnfinished(Date.now() + 60_000)).toBe(12);
    expect(await unfinishedIn(bucket)).toEqual([]);
    client.destroy();
  });

  test('of other programs in the bucket stay', async () => {
    const bucket = await openBucket(await sharedS3Endpoint(), '');
    const foreign = { Bucket: bucket.name, Key: 'videos/2026/whale' };
    await bucket.client.send(new CreateMultipartUploadCommand(foreign));
    expect(await createS3BlobStore(bucket).removeUnfinished(Date.now() + 60_000)).toBe(0);
    expect(await unfinishedIn(bucket)).toEqual([foreign.Key]);
    bucket.client.destroy();
  });
});

describe('an S3 server that dies', () => {
  const startDying = async () => {
    const server = await startS3Server();
    const bucket = await openBucket(server.endpoint);
    onTestFinished(async () => {
      bucket.client.destroy();
      await server.close();
    });
    return { server, bucket, store: createS3BlobStore(bucket) };
  };

  test('in mid-upload fails the write, and what is left is removed', async () => {
    const { server, bucket, store } = await startDying();
    const source = new PassThrough();
    const failure = store.write(newKey(), source, patient()).then(
      () => undefined,
      (error: unknown) => error,
    );
    for (const piece of inPieces(randomBytes(20 * MIB)))
      if (!source.write(piece)) await once(source, 'drain');
    await expect.poll(() => unfinishedIn(bucket)).toHaveLength(1);
    await server.kill();
    source.end(Buffer.alloc(10 * MIB));
    expect(await failure).toMatchObject({
      refusal: { refused: 'unavailable', retryAfterS: 10 },
      cause: expect.any(Error),
    });

    await server.start();
    expect(await pathsIn(bucket)).toEqual([]);
    expect(await store.removeUnfinished(Date.now() + 60_000)).toBe(1);
    expect(await unfinishedIn(bucket)).toEqual([]);
  });

  test('in mid-download breaks the stream, and the blob stays', async () => {
    const { server, store } = await startDying();
    const whole = randomBytes(20 * MIB);
    const key = newKey();
    await store.write(key, Readable.from(inPieces(whole)), patient());
    const stream = await store.open(key);
    stream.once('data', () => stream.pause());
    await once(stream, 'data');
    await server.kill();
    await expect(buffer(stream)).rejects.toBeInstanceOf(Error);
    await expect(store.open(key)).rejects.toBeInstanceOf(RefusedRequest);

    await server.start();
    expect(whole.equals(await buffer(await store.open(key)))).toBe(true);
  });
});

function* inPieces(whole: Buffer): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += 64 * 1024) yield whole.subarray(at, at + 64 * 1024);
}
