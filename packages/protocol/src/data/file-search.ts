// No schemas: the page, which loads none, reads its address with the same lists.
import type { JobState } from '@pawprint/core';

/** How a list of files can be sorted. */
export const FILE_SORTS = [
  '-created_at',
  'created_at',
  'name',
  '-name',
  'size',
  '-size',
  'type',
  '-type',
  'state',
  '-state',
] as const;
export type FileSort = (typeof FILE_SORTS)[number];

/**
 * The state of an extractor's latest job on a file, or that there is none. In the order in which a person asks for them:
 * what needs attention is first.
 */
export const FILE_STATES = [
  'FAILED',
  'LOST',
  'RUNNING',
  'RESUBMITTED',
  'QUEUED',
  'SUBMITTED',
  'NOT_RUN',
  'SUCCEEDED',
  'SKIPPED',
  'CANCELLED',
] as const satisfies readonly (JobState | 'NOT_RUN')[];
export type FileState = (typeof FILE_STATES)[number];
