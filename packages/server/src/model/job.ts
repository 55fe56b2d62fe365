import {
  type ChainLink,
  type DatasetOperation,
  type Instant,
  type JobProgress,
  type JobState,
  type MetadataOperation,
  type Reason,
  submittedJob,
  type Trigger,
} from '@pawprint/core';
import { v7 } from 'uuid';
import type { Person } from './caller.ts';

/** The way on which jobs come to extractors. */
export type Lane = 'http' | 'rabbitmq';

/** The data change that a job was submitted for; its message names it. */
export type RecordedChange =
  | { readonly operation: DatasetOperation }
  /** `metadataId` is null if the metadata was removed. */
  | { readonly operation: MetadataOperation; readonly metadataId: string | null };

/** What a job works on, with the name that it had when the job was submitted. */
export interface Resource {
  readonly type: 'file' | 'dataset';
  readonly id: string;
  readonly name: string;
}

/** What is fixed when the job is submitted: no event changes it. */
export interface JobFacts {
  readonly id: string;
  readonly extractor: string;
  readonly resource: Resource & { readonly sizeBytes: number | null; readonly mime: string | null };
  readonly datasetId: string | null;
  /** The file that set off a job on its dataset; null if the resource itself did. */
  readonly cause: Resource | null;
  readonly trigger: Trigger;
  readonly submittedBy: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resubmitOf: string | null;
  readonly priority: number;
  /** Set if the trigger is `dataset` or `metadata`. */
  readonly dataChange: RecordedChange | null;
  /** The jobs that led to it, oldest first: each was set off by what the one before it wrote. Empty for most jobs. */
  readonly chain: readonly ChainLink[];
}

/** An instance's time-limited right to one attempt (HTTP lane only). */
export interface AttemptLease {
  readonly id: string;
  readonly attempt: number;
  readonly expiresAt: Instant;
}

export interface Job {
  readonly facts: JobFacts;
  readonly progress: JobProgress;
  /** The lane that has the job; null if none has had it yet. A waiting job in the HTTP lane is held by the server. */
  readonly lane: Lane | null;
  /** Oldest first. Leases of ended attempts stay, so that a late report is matched to its attempt. */
  readonly leases: readonly AttemptLease[];
  /** `seq` of the last event stored for it. */
  readonly lastSeq: number;
  readonly eventCounts: EventCounts;
}

/** How many events are stored for a job. `all` is also the number of the last one. */
export interface EventCounts {
  readonly all: number;
  readonly server: number;
  readonly errors: number;
}

/** A job before it has an id. */
export type WantedJob = Omit<JobFacts, 'id'>;

/** The id contains the time of submission, so ids sort in the order of submission. */
export const newJob = (wanted: WantedJob, now: Instant): Job => ({
  facts: { ...wanted, id: v7({ msecs: now }) },
  progress: submittedJob({ submittedAt: now, inferred: wanted.trigger === 'legacy' }),
  lane: null,
  leases: [],
  lastSeq: 0,
  eventCounts: { all: 0, server: 0, errors: 0 },
});

/** A job with the names of its people, as it is shown. */
export interface JobView {
  readonly job: Job;
  readonly submittedBy: Person | null;
  readonly cancelRequestedBy: Person | null;
}

/** Why one of certain jobs is where it is; null only if it is over, and no event gave a reason. */
export type Explain = (job: Job) => Reason | null;

/** All jobs of one extractor on one resource, or on a dataset and its files. */
export interface ExtractorJobs {
  readonly extractor: string;
  readonly total: number;
  readonly states: Readonly<Partial<Record<JobState, number>>>;
  /** Newest first, 20 at most. */
  readonly jobs: readonly [JobView, ...JobView[]];
  /** The cursor of the older jobs in the list of jobs; null if there are none. */
  readonly next: string | null;
}

export interface ResourceJobs {
  /** Null after the resource was deleted; its jobs stay. */
  readonly datasetId: string | null;
  readonly extractors: readonly ExtractorJobs[];
}

/** A job that was submitted by hand. */
export interface SubmittedJob {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string;
}

/** A file with the jobs that a person submitted on it. */
export interface ExtractionRequest {
  readonly fileId: string;
  readonly name: string;
  readonly mime: string | null;
  readonly sizeBytes: number | null;
  /** Null after the file was deleted. */
  readonly uploadedAt: Instant | null;
  readonly extractors: readonly string[];
  readonly startedAt: Instant | null;
  /** Null until all of these jobs have ended. */
  readonly endedAt: Instant | null;
}

export interface ClaimedJob {
  readonly job: Job;
  readonly lease: AttemptLease;
}
