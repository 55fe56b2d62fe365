import { readJob } from '../../store/jobs/read-jobs.ts';
import { cancelJob } from '../../tracking/cancel-job.ts';
import { noSuchJob } from '../../tracking/no-such-job.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import { jobToWire } from './job-to-wire.ts';
import type { JobHandlerPorts } from './ports.ts';

export const cancelJobHandler =
  (ports: JobHandlerPorts): Handler<'cancelJob'> =>
  async ({ params: { id }, caller }) => {
    const subject = { type: 'job', id } as const;
    if (!(await ports.may(caller, 'see', subject))) return noSuchJob(id);
    if (caller.kind !== 'user' || !(await ports.may(caller, 'cancel', subject))) {
      return refuse('forbidden', 'You may not cancel this job.');
    }
    const refusal = await cancelJob(ports, id, caller);
    if (refusal !== undefined) return refusal;
    ports.announceCancel(id);
    const view = await readJob(ports.db, id);
    return view === undefined ? noSuchJob(id) : ok(jobToWire(view, ports.now()));
  };
