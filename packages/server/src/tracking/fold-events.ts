import { applyEvent, type Instant } from '@pawprint/core';
import type { ArrivedEvent, JobChange } from './job-change.ts';
import type { TrackedJob } from './tracked-job.ts';

/** A change that nothing has made yet. */
export const unchanged = (job: TrackedJob): JobChange => ({
  before: job,
  after: job,
  events: [],
  availableAt: null,
});

/** One event more in a change that may hold others. */
export const foldEvent = (change: JobChange, event: ArrivedEvent, now: Instant): JobChange => {
  const applied = applyEvent(change.after.progress, event, now);
  if (applied.outcome === 'unchanged' && applied.reason === 'repeated') return change;
  // What is new comes first: V8 takes a hundred times as long to add to a copy.
  const recorded = { recordedAttempt: applied.attempt, late: applied.late, ...event };
  return {
    ...change,
    after: { ...change.after, progress: applied.job },
    events: [...change.events, recorded],
  };
};

/** What events make of a job, in the order they arrived. */
export const foldEvents = (job: TrackedJob, events: readonly ArrivedEvent[], now: Instant): JobChange =>
  events.reduce((change, event) => foldEvent(change, event, now), unchanged(job));
