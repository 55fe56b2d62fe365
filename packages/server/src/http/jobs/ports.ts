import type { CheckReader } from '../../access/reader-check.ts';
import type { Rights } from '../../access/rights.ts';
import type { EventPorts } from '../../jobs/archive/read-job-events.ts';
import type { ReadReasons } from '../../jobs/explain-jobs.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { LiveJobs } from '../../live/live-jobs.ts';

export interface JobHandlerPorts extends JobPorts, EventPorts, Rights {
  /** Checks again and again who reads a stream. */
  readonly checkReader: CheckReader;
  readonly readReasons: ReadReasons;
  readonly live: LiveJobs;
  /** Where extractors reach the server, without trailing slash; known once it listens. */
  readonly address: { readonly publicUrl: string };
  /** Asks the instance that runs the job to stop, if the job's lane can deliver that. */
  readonly announceCancel: (jobId: string) => void;
}
