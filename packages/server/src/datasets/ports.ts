import type { Instant } from '@pawprint/core';
import type { AdmitOutput } from '../access/change-as.ts';
import type { HasRight } from '../access/rights.ts';
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

/**
 * Told within the transaction that makes the change: jobs submitted there stand or fall with it. Throwing undoes
 * the change. A repeat that changes nothing (the same output of the same job again) is not told.
 */
export interface DatasetChanges {
  /** Not called where the uploader asked for no extraction. */
  filesAdded(trx: DatabaseTransaction, added: FilesAdded): Promise<void>;
  filesAnnounced(trx: DatabaseTransaction, announced: FilesAnnounced): Promise<void>;
  /**
   * Before a file or a dataset is removed: keeps its open jobs as they are meanwhile. Whoever stores an output has
   * locked the job first and the file second, so this must come before the removal.
   */
  beforeRemoval(trx: DatabaseTransaction, resource: Pick<ResourceRef, 'type' | 'id'>): Promise<void>;
  /** Answers what is left to be done once the change is committed. */
  fileRemoved(trx: DatabaseTransaction, removed: FileRemoved): Promise<() => void>;
  datasetRemoved(trx: DatabaseTransaction, removed: DatasetRemoved): Promise<() => void>;
  metadataAdded(trx: DatabaseTransaction, added: MetadataAdded): Promise<void>;
  /** Not called for what goes with its file or dataset. */
  metadataRemoved(trx: DatabaseTransaction, removed: MetadataRemoved): Promise<void>;
}

export interface DatasetPorts {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly events: DatasetChanges;
  readonly admitOutput: AdmitOutput;
  readonly hasRight: HasRight;
  /** Blobs may have become due for removal: see `blobs/blob-sweeper.ts`. */
  readonly wakeBlobSweeper: () => void;
  readonly now: () => Instant;
  /** Without trailing slash. */
  readonly publicUrl: string;
  readonly maxFileBytes: number;
}
