import type { JobState } from './job.ts';

/** What people read for a state. Clowder v1 routes answer with v1's words instead. */
export const STATE_LABELS: Readonly<Record<JobState, string>> = {
  SUBMITTED: 'Submitted',
  QUEUED: 'Queued',
  RUNNING: 'Running',
  RESUBMITTED: 'Retrying',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  SKIPPED: 'Skipped',
  CANCELLED: 'Cancelled',
  LOST: 'Lost',
};
