import type { Instant } from '@pawprint/core';
import type { Person } from './caller.ts';

/** What others need to know of a dataset. */
export interface DatasetRef {
  readonly id: string;
  readonly name: string;
}

export interface Dataset extends DatasetRef {
  readonly description: string;
  readonly createdAt: Instant;
  /** Null once the account is gone. */
  readonly createdBy: Person | null;
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** That of the newest file that has one. */
  readonly thumbnailId: string | null;
  readonly tags: readonly string[];
}

export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Instant;
  /** Null once the account is gone. */
  readonly createdBy: Person | null;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly datasetCount: number;
}
