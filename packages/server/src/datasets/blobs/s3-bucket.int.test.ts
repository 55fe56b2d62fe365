import { createS3Bucket, freePort, S3_OWNER, S3_STRANGER, sharedS3Endpoint } from '@pawprint/testing';
import { expect, test } from 'vitest';
import { findBucketProblem, openS3Bucket, type S3Credentials } from './s3-bucket.ts';

const problemOf = async (
  bucket: string,
  credentials: S3Credentials = S3_OWNER,
  endpoint?: string,
): Promise<string | undefined> => {
  const location = {
    bucket,
    prefix: 'files',
    endpoint: endpoint ?? (await sharedS3Endpoint()),
    region: undefined,
  };
  const opened = openS3Bucket(location, { credentials });
  try {
    return await findBucketProblem(opened);
  } finally {
    opened.client.destroy();
  }
};
const newBucket = async () => createS3Bucket(await sharedS3Endpoint());

test('a bucket in which blobs can be kept has no problem', async () => {
  expect(await problemOf(await newBucket())).toBeUndefined();
});

test('a missing bucket is named', async () => {
  expect(await problemOf('nowhere')).toBe(
    'The bucket nowhere in PAWPRINT_BLOBS cannot be used: there is no bucket of this name.',
  );
});

test('a wrong secret is said to be wrong', async () => {
  const wrong = { ...S3_OWNER, secretAccessKey: 'guessed' };
  expect(await problemOf(await newBucket(), wrong)).toContain(
    'the credentials are refused; the secret is wrong',
  );
});

test('credentials without a right to the bucket are told apart', async () => {
  expect(await problemOf(await newBucket(), S3_STRANGER)).toContain('give no right to list its objects');
});

test('an endpoint at which nothing listens is said to be that', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  expect(await problemOf('any-bucket', S3_OWNER, endpoint)).toContain('nothing listens at this address');
});
