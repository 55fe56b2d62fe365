import type { Instant } from '@pawprint/core';
import type { Caller } from './caller.ts';
import type { DatasetRef } from './dataset.ts';
import type { FileRef } from './file.ts';
import type { AddedMetadata, RemovedMetadata } from './metadata.ts';
import type { ResourceRef } from './resource.ts';

/** Files that one request added. An output that replaced an earlier one with other content counts as added. */
export interface FilesAdded {
  readonly dataset: DatasetRef;
  readonly files: readonly FileRef[];
  readonly by: Caller;
  readonly at: Instant;
}

export interface FileRemoved {
  readonly dataset: DatasetRef;
  readonly file: FileRef;
  readonly by: Caller;
  readonly at: Instant;
}

export interface FilesRemoved extends Omit<FileRemoved, 'file'> {
  readonly files: readonly FileRef[];
}

export interface DatasetRemoved {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Instant;
}

/** Files already in the dataset, uploaded one by one, belong together. */
export interface FilesAnnounced {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Instant;
}

export interface MetadataAdded {
  readonly dataset: DatasetRef;
  /** The file or dataset that the metadata describes. */
  readonly resource: ResourceRef;
  readonly metadata: AddedMetadata;
  readonly by: Caller;
  readonly at: Instant;
}

export interface MetadataRemoved {
  readonly dataset: DatasetRef;
  /** The file or dataset that the metadata described. */
  readonly resource: ResourceRef;
  /** All documents that one request removed; at least one. */
  readonly removed: readonly RemovedMetadata[];
  readonly by: Caller;
  readonly at: Instant;
}
