import { join } from 'node:path';
import type { Instant } from '@pawprint/core';
import type { Config } from '../config/config.ts';
import type { BlobStore } from '../datasets/blobs/blob-store.ts';
import { type DiskBlobStoreOptions, openDiskBlobStore } from '../datasets/blobs/disk-blob-store.ts';
import { type BlobSweeper, createBlobSweeper } from '../datasets/blobs/sweep-blobs.ts';
import type { Database } from '../store/database.ts';
import type { Shutdown } from './shutdown.ts';
import { StartError } from './start-error.ts';

/** The store of the configuration. Rejects with `StartError` if it cannot be used. */
export const openBlobStore = async (
  { blobs, presign, dataDir }: Pick<Config, 'blobs' | 'presign' | 'dataDir'>,
  onDisk: DiskBlobStoreOptions = {},
): Promise<BlobStore> => {
  if (blobs === undefined) return openDiskBlobStore(join(dataDir, 'blobs'), onDisk);
  // Loaded only here: a server without S3 starts without the AWS SDK.
  const { findBucketProblem, openS3Bucket } = await import('../datasets/blobs/s3-bucket.ts');
  const { createS3BlobStore } = await import('../datasets/blobs/s3-blob-store.ts');
  const bucket = openS3Bucket(blobs, { presign });
  const problem = await findBucketProblem(bucket);
  if (problem !== undefined) throw new StartError(problem);
  return createS3BlobStore(bucket);
};

/** An external database may have other servers, whose uploads are under way: what is unfinished is left to upkeep. */
const OF_SEVERAL_SERVERS: DiskBlobStoreOptions = { abandonedBefore: 0 };

interface OpenBlobsPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly shutdown: Shutdown;
  readonly onError: (error: unknown) => void;
}

/** The store, and the sweeper that removes from it what is not needed any more. */
export const openBlobs = async (
  config: Config,
  { shutdown, ...ports }: OpenBlobsPorts,
): Promise<{ readonly blobs: BlobStore; readonly sweeper: BlobSweeper }> => {
  const blobs = await openBlobStore(config, config.databaseUrl === undefined ? {} : OF_SEVERAL_SERVERS);
  const sweeper = createBlobSweeper({ ...ports, blobs });
  shutdown.add('the removal of blobs', () => sweeper.idle());
  return { blobs, sweeper };
};
