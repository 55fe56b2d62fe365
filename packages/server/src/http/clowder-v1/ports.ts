import type { HasRight } from '../../access/rights.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { SubmitPorts } from '../../jobs/submit/submit-by-hand.ts';

export interface ClowderPorts {
  readonly data: DatasetPorts;
  readonly jobs: JobPorts;
  /** Asks the instance that runs the job to stop, if the job's lane can deliver that. */
  readonly announceCancel: (jobId: string) => void;
  readonly hasRight: HasRight;
  /** How many jobs may follow the first one of a chain in which each sets off the next. */
  readonly maxChain: number;
  readonly version: string;
}

export const submitPorts = ({
  data: { db, hasRight, admitOutput },
  jobs: { now },
  maxChain,
}: ClowderPorts): SubmitPorts => ({
  db,
  hasRight,
  admitOutput,
  now,
  maxChain,
});
