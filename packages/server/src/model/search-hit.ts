import type { Instant, JobState } from '@pawprint/core';
import type { DatasetRef } from './dataset.ts';

/** How well a hit answers a search: 0 is the best. */
export const RANKS = { same: 0, beginning: 1, word: 2, part: 3, otherField: 4 } as const;

interface Found {
  readonly why: {
    readonly field: 'id' | 'name' | 'description' | 'tag' | 'message' | 'email';
    readonly text: string;
  };
  readonly rank: number;
}

export interface FoundDataset extends Found, DatasetRef {}

export interface FoundFile extends Found {
  readonly id: string;
  readonly name: string;
  readonly dataset: DatasetRef;
}

export interface FoundJob extends Found {
  readonly id: string;
  readonly extractor: string;
  readonly state: JobState;
  readonly resource: { readonly type: 'file' | 'dataset'; readonly name: string };
  readonly submittedAt: Instant;
}

export interface FoundExtractor extends Found {
  readonly name: string;
}

/** A person or a space. */
export interface FoundByName extends Found {
  readonly id: string;
  readonly name: string;
}
