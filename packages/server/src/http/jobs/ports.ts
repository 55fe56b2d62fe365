import type { HasRight } from '../../access/rights.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { LiveJobs } from '../../live/live-jobs.ts';

export interface JobHandlerPorts extends JobPorts {
  readonly hasRight: HasRight;
  readonly live: LiveJobs;
  /** Asks the instance that runs the job to stop, if the job's lane can deliver that. */
  readonly announceCancel: (jobId: string) => void;
}
