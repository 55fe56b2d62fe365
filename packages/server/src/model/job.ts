import {
  type DatasetOperation,
  type Instant,
  type JobProgress,
  type JobState,
  type MetadataOperation,
  submittedJob,
  type Trigger,
} from '@pawprint/core';
import { v7 } from 'uuid';
import type { Person } from './caller.ts';

/** How jobs reach extractors. */
export type Lane = 'http' | 'rabbitmq';

/** What happened to the data, for extractors that are told which of several things it was. */
export type RecordedChange =
  | { readonly operation: DatasetOperation }
  /** `metadataId`: what was added; null for what was removed. */
  | { readonly operation: MetadataOperation; readonly metadataId: string | null };

/** What a job works on, by name as it was when the job was submitted. */
export interface Resource {
  readonly type: 'file' | 'dataset';
  readonly id: string;
  readonly name: string;
}

/** What was fixed when the job was submitted. No event changes it, and nothing an extractor says. */
export interface JobFacts {
  readonly id: string;
  readonly extractor: string;
  readonly resource: Resource & { readonly sizeBytes: number | null; readonly mime: string | null };
  readonly datasetId: string | null;
  /** What set it off, where that is not the resource itself. */
  readonly cause: Resource | null;
  readonly trigger: Trigger;
  readonly submittedBy: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resubmitOf: string | null;
  readonly priority: number;
  /** Set where the trigger is a dataset or its metadata. */
  readonly dataChange: RecordedChange | null;
}

/** A claim's hold on one attempt (HTTP lane only). */
export interface AttemptLease {
  readonly id: string;
  readonly attempt: number;
  readonly expiresAt: Instant;
}

export interface Job {
  readonly facts: JobFacts;
  readonly progress: JobProgress;
  /** Who has it; null while nobody has. Whatever waits in another lane than RabbitMQ is held by the server itself. */
  readonly lane: Lane | null;
  /** When its message was last taken out of the error queue and sent again. */
  readonly replayedAt: Instant | null;
  /** Oldest first; they outlive their attempts, so that late reports are known for what they are. */
  readonly leases: readonly AttemptLease[];
  /** `seq` of the last event stored for it. */
  readonly lastSeq: number;
}

/** All that is fixed about a job but its id, which the submission makes. */
export type WantedJob = Omit<JobFacts, 'id'>;

/** The id bears the time of submission: ids sort as jobs were submitted. */
export const newJob = (wanted: WantedJob, now: Instant): Job => ({
  facts: { ...wanted, id: v7({ msecs: now }) },
  progress: submittedJob({ submittedAt: now, inferred: wanted.trigger === 'legacy' }),
  lane: null,
  replayedAt: null,
  leases: [],
  lastSeq: 0,
});

/** A job as it is shown: with the names of the people in it. */
export interface JobView {
  readonly job: Job;
  readonly submittedBy: Person | null;
  readonly cancelRequestedBy: Person | null;
}

/** All jobs of one extractor on one resource. */
export interface ExtractorJobs {
  readonly extractor: string;
  readonly total: number;
  readonly states: Readonly<Partial<Record<JobState, number>>>;
  /** Newest first, at least one, 20 at most. */
  readonly jobs: readonly JobView[];
}

export interface ResourceJobs {
  /** Null once the resource is gone; its jobs outlive it. */
  readonly datasetId: string | null;
  readonly extractors: readonly ExtractorJobs[];
}

export interface ClaimedJob {
  readonly job: Job;
  readonly lease: AttemptLease;
}
