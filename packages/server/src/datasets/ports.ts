import type { Instant } from '@pawprint/core';
import type { AdmitOutput } from '../access/change.ts';
import type { Rights } from '../access/rights.ts';
import type {
  DatasetRemoved,
  FileRemoved,
  FilesAdded,
  FilesAnnounced,
  MetadataAdded,
  MetadataRemoved,
} from '../model/data-change.ts';
import type { ResourceRef } from '../model/resource.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import type { BlobStore } from './blobs/blob-store.ts';

export interface DatasetPorts extends Rights {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly changes: DatasetChanges;
  readonly admitOutput: AdmitOutput;
  /** Call it after a commit that may have left blobs to remove: see `blobs/sweep-blobs.ts`. */
  readonly wakeBlobSweeper: () => void;
  readonly now: () => Instant;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly maxFileBytes: number;
  /** Whether datasets can be made public. */
  readonly allowPublic: boolean;
}

/**
 * Called within the transaction of a data change, so that jobs submitted for it are stored with it or not at all. If a
 * call throws, the change is rolled back. A repeated output that changes nothing causes no call.
 */
export interface DatasetChanges {
  /** Not called if the uploader asked for no extraction. */
  filesAdded(trx: DatabaseTransaction, added: FilesAdded): Promise<void>;
  filesAnnounced(trx: DatabaseTransaction, announced: FilesAnnounced): Promise<void>;
  /**
   * Called before a file or dataset is removed: locks its open jobs. Storing an output locks the job first and the file
   * second, so a removal that locked them the other way round could deadlock with it.
   */
  beforeRemoval(trx: DatabaseTransaction, resource: Pick<ResourceRef, 'type' | 'id'>): Promise<void>;
  /** Answers what must be called after the commit. */
  fileRemoved(trx: DatabaseTransaction, removed: FileRemoved): Promise<() => void>;
  /** Answers what must be called after the commit. */
  datasetRemoved(trx: DatabaseTransaction, removed: DatasetRemoved): Promise<() => void>;
  metadataAdded(trx: DatabaseTransaction, added: MetadataAdded): Promise<void>;
  /** Not called for metadata that is removed with its file or dataset. */
  metadataRemoved(trx: DatabaseTransaction, removed: MetadataRemoved): Promise<void>;
}
