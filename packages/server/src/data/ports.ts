import type { Transaction } from 'kysely';
import type { Caller, JobCaller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { DatasetRef } from './dataset.ts';
import type { FileRef } from './file.ts';
import type { AddedMetadata, RemovedMetadata } from './metadata.ts';
import type { ResourceRef } from './resource.ts';

export type DataTransaction = Transaction<Schema>;

/** Files that came in with one request, newly or in place of an earlier output with other content. */
export interface FilesAdded {
  readonly dataset: DatasetRef;
  readonly files: readonly FileRef[];
  readonly by: Caller;
  readonly at: Date;
}

export interface FileRemoved {
  readonly dataset: DatasetRef;
  readonly file: FileRef;
  readonly by: Caller;
  readonly at: Date;
}

export interface DatasetRemoved {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Date;
}

/** Files that are there already and were brought in together. */
export interface FilesAnnounced {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Date;
}

export interface MetadataAdded {
  readonly dataset: DatasetRef;
  /** What it describes. */
  readonly resource: ResourceRef;
  readonly metadata: AddedMetadata;
  readonly by: Caller;
  readonly at: Date;
}

export interface MetadataRemoved {
  readonly dataset: DatasetRef;
  /** What it described. */
  readonly resource: ResourceRef;
  /** All that one request removed; at least one. */
  readonly removed: readonly RemovedMetadata[];
  readonly by: Caller;
  readonly at: Date;
}

/**
 * Told within the transaction that makes the change: jobs submitted there stand or fall with it. Throwing undoes
 * the change. A repeat that changes nothing (the same output of the same job again) is not told.
 */
export interface DataEvents {
  /** Not called where the uploader asked for no extraction. */
  filesAdded(trx: DataTransaction, added: FilesAdded): Promise<void>;
  filesAnnounced(trx: DataTransaction, announced: FilesAnnounced): Promise<void>;
  /**
   * Before a file or a dataset is removed: keeps its open jobs as they are meanwhile. Whoever stores an output has
   * locked the job first and the file second, so this must come before the removal.
   */
  beforeRemoval(trx: DataTransaction, resource: Pick<ResourceRef, 'type' | 'id'>): Promise<void>;
  /** Answers what is left to be done once the change is committed. */
  fileRemoved(trx: DataTransaction, removed: FileRemoved): Promise<() => void>;
  datasetRemoved(trx: DataTransaction, removed: DatasetRemoved): Promise<() => void>;
  metadataAdded(trx: DataTransaction, added: MetadataAdded): Promise<void>;
  /** Not called for what goes with its file or dataset. */
  metadataRemoved(trx: DataTransaction, removed: MetadataRemoved): Promise<void>;
}

/**
 * Asked before anything an extractor made is stored: its job may be over. Undefined admits it, and must hold until the
 * transaction ends, so that the outputs of one job queue up (the upserts by output key rely on it). What is refused
 * commits the transaction with nothing in it but what this port itself wrote.
 */
export type AdmitOutput = (
  trx: DataTransaction,
  caller: JobCaller,
  /** For the job's log, e.g. "metadata on soil-17.csv". */
  output: string,
) => Promise<Refusal | undefined>;

export type DataAct = 'see' | 'create' | 'change' | 'delete' | 'submit';
/** Files, sections, metadata, previews and tags inherit from their dataset; `create` has none yet. */
export type DataSubject =
  | { readonly type: 'dataset'; readonly id: string }
  | { readonly type: 'collection'; readonly id: string }
  | { readonly type: 'instance' };
export type May = (caller: Caller, act: DataAct, subject: DataSubject) => Promise<boolean>;

export interface DataPorts {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly events: DataEvents;
  readonly admitOutput: AdmitOutput;
  readonly may: May;
  /** Blobs may have become due for removal: see `blobs/blob-sweeper.ts`. */
  readonly wakeBlobSweeper: () => void;
  readonly now: () => Date;
  /** Without trailing slash. */
  readonly publicUrl: string;
  readonly maxFileBytes: number;
}
