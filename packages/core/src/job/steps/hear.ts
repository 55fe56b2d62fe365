import type { JobProgress } from '../job.ts';
import { withoutFlags } from '../job-flags.ts';
import type { Moment } from '../moment.ts';

/**
 * A sign of life: it ends a silence and what the server had concluded from it. The watchdog's own
 * verdicts and a person's requests are none, or silence would end by being noticed.
 */
export const hear = (job: JobProgress, { at }: Moment): JobProgress => ({
  ...withoutFlags(job, 'stalled'),
  lastEventAt: at,
  reason: null,
});
