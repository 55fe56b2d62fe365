import type { JobProgress } from '../job.ts';

/**
 * LOST is what the server concluded from silence, not what an extractor said, so a report takes it
 * back: the same try goes on under its own number. A new number would count a try that never began.
 */
export const reopenLostAttempt = (job: JobProgress): JobProgress => {
  const last = job.attempts.at(-1);
  if (last?.outcome !== 'LOST') return job;
  return {
    ...job,
    attempts: job.attempts.with(-1, { ...last, outcome: 'RUNNING', endedAt: null, reason: null }),
  };
};
