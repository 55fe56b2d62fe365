import { type Instant, submittedJob, type Trigger } from '@pawprint/core';
import { v7 } from 'uuid';
import type { ArrivedEvent } from './job-change.ts';
import { serverEvent } from './server-event.ts';
import type { JobFacts, TrackedJob } from './tracked-job.ts';

/** All that is fixed about a job but its id, which the submission makes. */
export type WantedJob = Omit<JobFacts, 'id'>;

const WHY: Readonly<Record<Trigger, string>> = {
  upload: 'the file was uploaded',
  dataset: 'the dataset changed',
  metadata: 'its metadata changed',
  manual: 'submitted by hand',
  resubmit: 'submitted again by hand',
  legacy: 'made up for reports that name no job',
};

/** The id bears the time of submission: ids sort as jobs were submitted. */
export const newJob = (wanted: WantedJob, now: Instant): TrackedJob => ({
  facts: { ...wanted, id: v7({ msecs: now }) },
  progress: submittedJob({ submittedAt: now, inferred: wanted.trigger === 'legacy' }),
  lane: null,
  replayedAt: null,
  leases: [],
  lastSeq: 0,
});

export const submittedEvent = (job: TrackedJob, now: Instant): ArrivedEvent =>
  serverEvent('SUBMITTED', WHY[job.facts.trigger], now);
