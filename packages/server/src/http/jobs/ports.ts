import type { May } from '../../access/permissions.ts';
import type { LiveJobs } from '../../live/live-jobs.ts';
import type { TrackingPorts } from '../../tracking/ports.ts';

export interface JobHandlerPorts extends TrackingPorts {
  readonly may: May;
  readonly live: LiveJobs;
  /** Tells whoever runs the job to stop, where its lane can tell. */
  readonly announceCancel: (jobId: string) => void;
}
