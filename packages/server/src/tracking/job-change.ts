import type { Instant, JobEvent, MatchedBy } from '@pawprint/core';
import type { TrackedJob } from './tracked-job.ts';

/** An event and what is known of its arrival. */
export interface ArrivedEvent extends JobEvent {
  readonly matchedBy: MatchedBy;
  /** The sender's clock, shown and used for nothing else. */
  readonly reportedAt: Instant | null;
  /** The sender's time as it was written. */
  readonly reported: string | null;
}

/** An event and what it meant: ready to be stored. */
export interface RecordedEvent extends ArrivedEvent {
  readonly recordedAttempt: number | null;
  readonly late: boolean;
}

/** What a batch of events made of one job. */
export interface JobChange {
  readonly before: TrackedJob;
  readonly after: TrackedJob;
  readonly events: readonly RecordedEvent[];
  /** Set where the extractor asked not to be given the job again before that time. */
  readonly availableAt: Instant | null;
}
