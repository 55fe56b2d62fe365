import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type {} from './s3-global-setup.ts';
import { S3_OWNER } from './s3-server.ts';

/** The endpoint of the run's S3 server, which the first one who asks starts (some seconds). */
export const sharedS3Endpoint = async (): Promise<string> => {
  const response = await fetch(inject('s3Endpoint'));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
};

/** A new, empty bucket of one's own. */
export const createS3Bucket = async (endpoint: string): Promise<string> => {
  // Most tests need no bucket, and the SDK takes long to load.
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
  const bucket = `test-${randomBytes(6).toString('hex')}`;
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1', credentials: S3_OWNER });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return bucket;
};
