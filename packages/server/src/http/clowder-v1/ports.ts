import type { May } from '../../access/permissions.ts';
import type { DataPorts } from '../../data/ports.ts';
import type { TrackingPorts } from '../../tracking/ports.ts';
import type { SubmitPorts } from '../../tracking/submit-by-hand.ts';

export interface ClowderPorts {
  readonly data: DataPorts;
  readonly tracking: TrackingPorts;
  /** Tells whoever runs the job to stop, where its lane can tell. */
  readonly announceCancel: (jobId: string) => void;
  readonly may: May;
  readonly version: string;
}

export const submitPorts = ({
  data: { db, may, admitOutput },
  tracking: { now },
}: ClowderPorts): SubmitPorts => ({
  db,
  may,
  admitOutput,
  now,
});
