import type { Instant } from '@pawprint/core';
import type { Caller } from './caller.ts';
import type { DatasetRef } from './dataset.ts';
import type { FileRef } from './file.ts';
import type { AddedMetadata, RemovedMetadata } from './metadata.ts';
import type { ResourceRef } from './resource.ts';

/** Files that came in with one request, newly or in place of an earlier output with other content. */
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

export interface DatasetRemoved {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Instant;
}

/** Files that are there already and were brought in together. */
export interface FilesAnnounced {
  readonly dataset: DatasetRef;
  readonly by: Caller;
  readonly at: Instant;
}

export interface MetadataAdded {
  readonly dataset: DatasetRef;
  /** What it describes. */
  readonly resource: ResourceRef;
  readonly metadata: AddedMetadata;
  readonly by: Caller;
  readonly at: Instant;
}

export interface MetadataRemoved {
  readonly dataset: DatasetRef;
  /** What it described. */
  readonly resource: ResourceRef;
  /** All that one request removed; at least one. */
  readonly removed: readonly RemovedMetadata[];
  readonly by: Caller;
  readonly at: Instant;
}
