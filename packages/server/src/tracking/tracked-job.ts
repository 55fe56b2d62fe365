import type { Instant, JobProgress, Trigger } from '@pawprint/core';

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
}

/** A claim's hold on one attempt (HTTP lane only). */
export interface AttemptLease {
  readonly id: string;
  readonly attempt: number;
  readonly expiresAt: Instant;
}

export interface TrackedJob {
  readonly facts: JobFacts;
  readonly progress: JobProgress;
  /** Oldest first; they outlive their attempts, so that late reports are known for what they are. */
  readonly leases: readonly AttemptLease[];
  /** `seq` of the last event stored for it. */
  readonly lastSeq: number;
}
