import type { Instant } from '@pawprint/core';
import type { Person } from './caller.ts';

/** A dataset as other nouns refer to it. */
export interface DatasetRef {
  readonly id: string;
  readonly name: string;
}

export interface Dataset extends DatasetRef {
  readonly description: string;
  readonly createdAt: Instant;
  /** Null after the account was deleted. */
  readonly createdBy: Person | null;
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** The thumbnail of the newest file that has one. */
  readonly thumbnailId: string | null;
  readonly tags: readonly string[];
}

export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Instant;
  /** Null after the account was deleted. */
  readonly createdBy: Person | null;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly datasetCount: number;
}
