import type { HasRight } from '../../access/rights.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { LiveJobs } from '../../live/live-jobs.ts';

export interface JobHandlerPorts extends JobPorts {
  readonly hasRight: HasRight;
  readonly live: LiveJobs;
  /** Tells whoever runs the job to stop, where its lane can tell. */
  readonly announceCancel: (jobId: string) => void;
}
