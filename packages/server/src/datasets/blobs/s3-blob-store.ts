import { addAbortSignal, Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  NoSuchKey,
  NoSuchUpload,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Instant } from '@pawprint/core';
import { RefusedRequest, refuse } from '../../model/refusal.ts';
import {
  type BlobStore,
  type ByteRange,
  LINK_SECONDS,
  type LinkedHeaders,
  type ListedBlob,
  type UnwrittenBlob,
  type WriteOptions,
  type WrittenBlob,
} from './blob-store.ts';
import { type Measure, measureBytes } from './measure-bytes.ts';
import type { S3Bucket } from './s3-bucket.ts';

/** Stores each blob as an object of the bucket, which several servers may use at once. */
export const createS3BlobStore = (bucket: S3Bucket): BlobStore => ({
  write: (key, source, options) => write(bucket, key, source, options),
  open: (key, range) => openObject(bucket, key, range),
  ...linking(bucket),
  remove: (key) => removeObject(bucket, key),
  list: (prefix = '') => listBlobs(bucket, prefix),
  removeUnfinished: (before) => abortUploads(bucket, before),
});

/**
 * Sends the bytes in parts, a small blob as one object. What fails is aborted, which removes the parts. Where that fails
 * too, because the store is away, `removeUnfinished` finds them later.
 */
const write = async (
  bucket: S3Bucket,
  key: string,
  source: Readable,
  { signal, limitBytes }: WriteOptions,
): Promise<WrittenBlob | UnwrittenBlob> => {
  const partSize = partBytes(limitBytes);
  // The signal also ends the wait for a source that sends nothing.
  const { bytes, measure } = measureBytes(
    addAbortSignal(signal, source),
    Math.min(limitBytes, partSize * MOST_PARTS),
  );
  const upload = new Upload({
    client: bucket.client,
    partSize,
    queueSize: PARTS_AT_ONCE,
    params: {
      Bucket: bucket.name,
      Key: bucket.pathOf(key),
      Body: Readable.from(failIfStopped(bytes, measure)),
    },
  });
  try {
    await upload.done();
  } catch (error) {
    source.destroy();
    const unwritten = signal.aborted
      ? 'aborted'
      : (measure.stopped() ?? (isFull(error) ? 'disk_full' : null));
    if (unwritten !== null) return { unwritten };
    throw new StoreUnavailableError(error);
  }
  if (!signal.aborted) return measure.result();
  await removeObject(bucket, key);
  return { unwritten: 'aborted' };
};

/** S3 takes no more parts for one object. */
const MOST_PARTS = 10_000;
const MIB = 2 ** 20;
const SMALLEST_PART_BYTES = 8 * MIB;
const LARGEST_PART_BYTES = 512 * MIB;
/** One is sent while the next one arrives. Each of them is held in memory. */
const PARTS_AT_ONCE = 2;

/** How long an upload is becomes known at its end, so that the largest file allowed decides. */
const partBytes = (limitBytes: number): number =>
  Math.min(Math.max(Math.ceil(limitBytes / MOST_PARTS), SMALLEST_PART_BYTES), LARGEST_PART_BYTES);

/** An end would complete the upload; only an error aborts it. */
async function* failIfStopped(bytes: AsyncIterable<Buffer>, measure: Measure): AsyncGenerator<Buffer> {
  yield* bytes;
  const stopped = measure.stopped();
  if (stopped !== null) throw new Error(stopped);
}

const isFull = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 507;

const openObject = async (
  { client, name, pathOf }: S3Bucket,
  key: string,
  range?: ByteRange,
): Promise<Readable> => {
  const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
  const { Body } = await client
    .send(new GetObjectCommand({ Bucket: name, Key: pathOf(key), ...part }))
    .catch((error: unknown) => {
      if (error instanceof NoSuchKey)
        throw new Error(`There is no blob ${key} in the bucket`, { cause: error });
      throw new StoreUnavailableError(error);
    });
  if (Body instanceof Readable) return Body;
  throw new Error(`The store answered without the bytes of the blob ${key}`);
};

const linking = (bucket: S3Bucket): Pick<BlobStore, 'link'> => {
  const { signer } = bucket;
  if (signer === undefined) return {};
  return { link: (key, headers, at) => signLink(bucket, signer, { key, headers, at }) };
};

interface Link {
  readonly key: string;
  readonly headers: LinkedHeaders;
  readonly at: Instant;
}

/** The store is asked nothing: the signature is computed. */
const signLink = (
  { name, pathOf }: S3Bucket,
  signer: S3Client,
  { key, headers, at }: Link,
): Promise<string> => {
  const command = new GetObjectCommand({
    Bucket: name,
    Key: pathOf(key),
    ResponseContentType: headers.contentType,
    ResponseContentDisposition: headers.contentDisposition,
    ResponseCacheControl: headers.cacheControl,
  });
  const options = { expiresIn: LINK_SECONDS, signingDate: new Date(at) };
  // The credentials of a machine's role are asked for from time to time.
  return getSignedUrl(signer, command, options).catch((error: unknown) => {
    throw new StoreUnavailableError(error);
  });
};

const removeObject = async ({ client, name, pathOf }: S3Bucket, key: string): Promise<void> => {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: name, Key: pathOf(key) }));
  } catch (error) {
    // Amazon does not mind; some servers do.
    if (!(error instanceof NoSuchKey)) throw new StoreUnavailableError(error);
  }
};

async function* listBlobs(
  { client, name, prefix, keyOf }: S3Bucket,
  keyPrefix: string,
): AsyncGenerator<ListedBlob> {
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix }))
      for (const { Key, Size = 0, LastModified } of Contents) {
        const key = keyOf(Key);
        if (key?.startsWith(keyPrefix))
          yield { key, sizeBytes: Size, modifiedAt: LastModified?.getTime() ?? 0 };
      }
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
}

const abortUploads = async (bucket: S3Bucket, before: Instant): Promise<number> => {
  let aborted = 0;
  try {
    for await (const { Key, UploadId, Initiated } of listUploads(bucket)) {
      if (bucket.keyOf(Key) === undefined || Initiated === undefined || Initiated.getTime() >= before)
        continue;
      await abortUpload(bucket, { Key, UploadId });
      aborted += 1;
    }
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
  return aborted;
};

async function* listUploads({ client, name, prefix }: S3Bucket): AsyncGenerator<MultipartUpload> {
  let page: Pick<ListMultipartUploadsCommandOutput, 'NextKeyMarker' | 'NextUploadIdMarker'> = {};
  for (;;) {
    const answer: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({
        Bucket: name,
        Prefix: prefix,
        KeyMarker: page.NextKeyMarker,
        UploadIdMarker: page.NextUploadIdMarker,
      }),
    );
    yield* answer.Uploads ?? [];
    if (!answer.IsTruncated) return;
    page = answer;
  }
}

const abortUpload = async (
  { client, name }: S3Bucket,
  { Key, UploadId }: Pick<MultipartUpload, 'Key' | 'UploadId'>,
): Promise<void> => {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key, UploadId }));
  } catch (error) {
    // Another server aborted it meanwhile.
    if (!(error instanceof NoSuchUpload)) throw error;
  }
};

/** Whatever the store answers, its operator can mend it: the request may be sent again. The cause is for the log. */
class StoreUnavailableError extends RefusedRequest {
  constructor(cause: unknown) {
    super(UNAVAILABLE);
    this.cause = cause;
  }
}

const UNAVAILABLE = {
  ...refuse('unavailable', 'The store of the files is not available at the moment. Try again soon.'),
  retryAfterS: 10,
};
