import type { Instant, JobState } from '@pawprint/core';

/** The state of an extractor's latest job on a file, or that there is none. */
export type FileState = JobState | 'NOT_RUN';

/**
 * In the order of a list that is sorted by state: what needs attention is first. A file has one bit for each, which the
 * table `latest_states` stores: another order needs a migration.
 */
export const FILE_STATES = [
  'FAILED',
  'LOST',
  'RUNNING',
  'RESUBMITTED',
  'QUEUED',
  'SUBMITTED',
  'CANCELLED',
  'SKIPPED',
  'SUCCEEDED',
  'NOT_RUN',
] as const satisfies readonly FileState[];

export const bitsOf = (states: readonly FileState[]): number =>
  states.reduce((bits, state) => bits | (1 << FILE_STATES.indexOf(state)), 0);

/** Files of a dataset pass every condition that is given; of several values of one, one has to be true. */
export interface FileFilter {
  readonly namePart?: string | undefined;
  /** MIME types, or `image/*`. */
  readonly types?: readonly string[] | undefined;
  readonly states?: readonly FileState[] | undefined;
  /** Only their jobs count for the states. Without states: files that they have jobs on. */
  readonly extractors?: readonly string[] | undefined;
  readonly minBytes?: number | undefined;
  readonly maxBytes?: number | undefined;
  /** Added before this time. */
  readonly until?: Instant | undefined;
}

/** Files that a filter finds, or that are named. */
export type FileChoice = { readonly filter: FileFilter } | { readonly ids: readonly string[] };

export interface FileSort {
  readonly by: 'created_at' | 'name' | 'size' | 'type' | 'state';
  readonly isDescending: boolean;
}

/** How many files there are of a type, with the bits of all their states. */
export interface FileGroup {
  readonly type: string;
  readonly states: number;
  readonly files: number;
  readonly bytes: number;
}
