import { type Instant, type JobProgress, openAttempt } from '@pawprint/core';
import { type ArrivedEvent, serverEvent } from '../../model/job-change.ts';

/**
 * The server's word before a RESUBMITTED that asks for more attempts than there are: the open attempt fails for good,
 * and what the extractor says is kept as said too late. Nothing where the job may be tried again, or where it is to be
 * cancelled: then its end is CANCELLED, not failed.
 */
export const gaveUp = (
  job: JobProgress,
  { kind, message, attempt }: ArrivedEvent,
  maxAttempts: number,
  now: Instant,
): ArrivedEvent[] => {
  const open = openAttempt(job);
  if (kind !== 'RESUBMITTED' || open === undefined || open.number !== attempt) return [];
  if (attempt < maxAttempts || job.flags.has('cancel_requested')) return [];
  return [serverEvent('ERROR', `gave up after ${attempt} attempts: ${message}`, now, { attempt })];
};
