import type { JobProgress } from '@pawprint/core';

const said = (kind: string, text: string | undefined): string =>
  `StatusMessage.${kind}: ${text ?? ''}`.trim();

/** What an extractor says in the middle of its work. Anything else was said of an earlier attempt. */
const AT_WORK = ['PROCESSING', 'PROGRESS', 'LOG'];

const whileRunning = ({ flags, latest }: JobProgress): string => {
  if (flags.has('cancel_requested')) return 'Cancel Requested';
  if (latest !== null && AT_WORK.includes(latest.kind)) return said('processing', latest.message);
  return said('start', (latest?.kind === 'STARTED' && latest.message) || 'Started processing.');
};

/**
 * Clowder v1's word for how a job stands, in the spelling it would have stored. A skipped job is DONE there: its
 * extractor says skip first and done after it.
 */
export const clowderStatusOf = (job: JobProgress): string => {
  switch (job.state) {
    case 'SUBMITTED':
    case 'QUEUED':
      return 'SUBMITTED';
    case 'RUNNING':
      return whileRunning(job);
    case 'RESUBMITTED':
      return said('retry', job.error?.message);
    case 'SUCCEEDED':
    case 'SKIPPED':
      return 'DONE';
    case 'FAILED':
      return said('error', job.error?.message);
    case 'LOST':
      return said('error', job.reason ?? 'nothing was heard of it any more');
    case 'CANCELLED':
      return 'Cancel Success';
  }
};

/** Clowder v1's words for how a file stands, all its extractors taken together. */
export const OVERALL = {
  processing: 'Processing',
  done: 'Done',
  busy: 'Required Extractor is either busy or is not currently running. Try after some time.',
  nobody: 'No Extractor Available. Request is not queued.',
} as const;
export type Overall = (typeof OVERALL)[keyof typeof OVERALL];
