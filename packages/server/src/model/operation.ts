import type { Ineligibility, Instant, JobFilter } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { FileFilter } from './file-filter.ts';
import type { Resource } from './job.ts';

/** What is done to each subject: a job, or for `run_missing` and the acts on files a file. */
export type OperationRequest =
  | { readonly kind: 'cancel'; readonly filter?: JobFilter }
  | {
      readonly kind: 'resubmit';
      readonly filter?: JobFilter;
      /** Absent: those of each job. */
      readonly parameters?: Readonly<Record<string, unknown>>;
      /** Of the jobs of an extractor on a file or dataset, none but the latest. */
      readonly latestOnly?: true;
    }
  | { readonly kind: 'remove_outputs'; readonly filter?: JobFilter }
  | {
      readonly kind: 'run_missing';
      readonly extractor: string;
      readonly datasetId?: string;
      /** What an older version did counts as missing. */
      readonly sinceVersion?: string;
      /** What an unknown version did counts as missing too. */
      readonly includeUnknown?: true;
    }
  | FilesRequest;

/** What an operation is called. */
export const OPERATION_NAMES: Readonly<Record<OperationRequest['kind'], string>> = {
  cancel: 'Cancel jobs',
  resubmit: 'Resubmit jobs',
  remove_outputs: 'Remove outputs',
  run_missing: 'Run what is missing',
  tag_files: 'Tag files',
  delete_files: 'Delete files',
  move_files: 'Move files',
};

interface OperationScope {
  /** Null where it was not requested for the jobs of one extractor. */
  readonly extractor: string | null;
  /** Null where it was not requested for one dataset. */
  readonly datasetId: string | null;
}

export const scopeOf = (request: OperationRequest): OperationScope => {
  if (isFilesRequest(request)) return { extractor: null, datasetId: request.datasetId };
  const { extractor, datasetId } = request.kind === 'run_missing' ? request : (request.filter ?? {});
  return { extractor: extractor ?? null, datasetId: datasetId ?? null };
};

/** An act on jobs. */
export type JobsRequest = Extract<OperationRequest, { kind: 'cancel' | 'resubmit' | 'remove_outputs' }>;

/** An act on files of one dataset. */
export type FilesRequest = {
  readonly datasetId: string;
  /** Without one of these two: they were named. */
  readonly filter?: FileFilter;
  /** The operation that has moved them into the dataset. */
  readonly movedBy?: string;
} & (
  | { readonly kind: 'tag_files'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'delete_files' }
  | {
      readonly kind: 'move_files';
      /** The id of the other dataset. */
      readonly to: string;
    }
);

export const isFilesRequest = (request: OperationRequest): request is FilesRequest =>
  request.kind === 'tag_files' || request.kind === 'delete_files' || request.kind === 'move_files';

/** An act on many jobs, carried on in the background. */
export interface Operation {
  readonly id: string;
  readonly state: 'running' | 'finished' | 'stopped';
  readonly request: OperationRequest;
  /** Null after the account was deleted. */
  readonly requestedBy: Person | null;
  readonly requestedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly done: number;
  readonly of: number;
  readonly failedCount: number;
  /** Why it was stopped. */
  readonly reason: string | null;
  /** Why it submits nothing for now. */
  readonly waits: Backlog | null;
}

/** Jobs that operations have submitted, and that wait for an extractor. */
export interface Backlog {
  readonly extractor: string;
  readonly jobs: number;
}

/** A subject whose turn came, and to which nothing was done. */
export interface FailedSubject {
  readonly id: string;
  readonly reason: Ineligibility;
}

/** Why nothing is done to a subject, with the text that people read. */
export const INELIGIBILITY_TEXTS: Readonly<Record<Ineligibility, string>> = {
  not_found: 'There is no such job or file.',
  forbidden: 'You have no right to do this.',
  already_ended: 'It has ended.',
  cancel_requested: 'Its cancellation was requested before.',
  not_ended: 'It has not ended.',
  already_resubmitted: 'It was resubmitted before; the newer job counts.',
  newer_job: 'Its extractor has a newer job on the same file or dataset.',
  resource_deleted: 'What it worked on was deleted.',
  extractor_unavailable: 'Its extractor is switched off, private, or not approved yet.',
  already_done: 'The extractor has done it.',
  version_unknown: 'The extractor has done it, but it is not known in which version.',
  job_open: 'It has a job that has not ended.',
  other_type: 'The extractor does not run on files of its type.',
  own_output: 'The extractor made it.',
  no_outputs: 'Nothing that it made is left.',
};

/** How much of what jobs made is left. */
export interface OutputCounts {
  readonly metadata: number;
  readonly previews: number;
  readonly files: number;
  readonly tags: number;
}

export interface SampleSubject {
  /** Null where a new job would be submitted, and for acts on files. */
  readonly jobId: string | null;
  /** Null for acts on files. */
  readonly extractor: string | null;
  readonly resource: Resource;
}

/** The subjects that an operation would act on, and how many it would leave out, by reason. */
export interface Selection {
  readonly eligible: readonly string[];
  readonly notEligible: ReadonlyMap<Ineligibility, number>;
  /** The first few that are eligible. */
  readonly sample: readonly SampleSubject[];
  /** What would be removed, where an operation removes what jobs made. */
  readonly outputs?: OutputCounts;
}

/**
 * Jobs that an operation submits wait behind all others, on both lanes: a person can ask for no priority this low. So
 * today's uploads do not wait for a hundred thousand jobs.
 */
export const OPERATION_PRIORITY = -101;
