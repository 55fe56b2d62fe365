import { applyEvent, type Changed, type Unchanged } from './apply-event.ts';
import { anEvent } from './event.builder.ts';
import type { AttemptOutcome, JobProgress } from './job.ts';
import type { EventKind, JobEvent } from './job-event.ts';

/** The current time in these tests. No event or job of a builder is later. */
export const NOW = 1_000;

/** The job after these events. */
export const after = (job: JobProgress, ...events: readonly JobEvent[]): JobProgress =>
  events.reduce((applied, event) => applyEvent(applied, event, NOW).job, job);

/** The result of applying one event to the job. */
export const on = (job: JobProgress, kind: EventKind, also?: Partial<JobEvent>): Changed | Unchanged =>
  applyEvent(job, anEvent(kind, also), NOW);

export const outcomes = (job: JobProgress): readonly AttemptOutcome[] =>
  job.attempts.map(({ outcome }) => outcome);
