import type { Slots } from '../instance/slots.ts';
import type { Assignment } from './assignment.ts';

/** What an instance offers a lane: room for jobs, and somebody to run them. */
export interface JobTaker {
  readonly slots: Slots;
  /** Aborts when no more jobs should be taken. */
  readonly stopping: AbortSignal;
  /** Resolves when the job is delivered or given back. Never rejects. */
  readonly start: (assignment: Assignment) => Promise<void>;
}

/** One way by which jobs come and reports go. */
export interface Lane {
  /** Where the jobs come from, for the log. */
  readonly source: string;
  /**
   * Makes the extractor known, and from then on says at every interval that the instance lives. False when it was
   * asked to stop before that was possible. Rejects when the server refuses.
   */
  readonly open: (stopping: AbortSignal) => Promise<boolean>;
  /** Starts jobs while there is room for one, until the instance stops. Rejects when the server refuses. */
  readonly takeJobs: (taker: JobTaker) => Promise<void>;
  /** Says that the instance leaves. Gives up after `timeMs`. */
  readonly close: (timeMs: number) => Promise<void>;
}
