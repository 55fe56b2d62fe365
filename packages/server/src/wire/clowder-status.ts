import type { JobProgress } from '@pawprint/core';

const statusMessage = (kind: string, text: string | undefined): string =>
  `StatusMessage.${kind}: ${text ?? ''}`.trim();

/** Kinds of reports during an attempt. A latest report of another kind is of an earlier attempt. */
const DURING_ATTEMPT = ['PROCESSING', 'PROGRESS', 'LOG'];

const whileRunning = ({ flags, latest }: JobProgress): string => {
  if (flags.has('cancel_requested')) return 'Cancel Requested';
  if (latest !== null && DURING_ATTEMPT.includes(latest.kind))
    return statusMessage('processing', latest.message);
  return statusMessage('start', (latest?.kind === 'STARTED' && latest.message) || 'Started processing.');
};

/**
 * The status of a job as Clowder v1 would have stored it. A skipped job is DONE there, because its extractor reports
 * first that it skips the job and then that it is done.
 */
export const clowderStatusOf = (job: JobProgress): string => {
  switch (job.state) {
    case 'SUBMITTED':
    case 'QUEUED':
      return 'SUBMITTED';
    case 'RUNNING':
      return whileRunning(job);
    case 'RESUBMITTED':
      return statusMessage('retry', job.error?.message);
    case 'SUCCEEDED':
    case 'SKIPPED':
      return 'DONE';
    case 'FAILED':
      return statusMessage('error', job.error?.message);
    case 'LOST':
      return statusMessage('error', job.reason ?? 'no more reports came');
    case 'CANCELLED':
      return 'Cancel Success';
  }
};

/** Clowder v1's texts for the status of a file over all its extractors. */
export const OVERALL = {
  processing: 'Processing',
  done: 'Done',
  busy: 'Required Extractor is either busy or is not currently running. Try after some time.',
  nobody: 'No Extractor Available. Request is not queued.',
} as const;
export type Overall = (typeof OVERALL)[keyof typeof OVERALL];
