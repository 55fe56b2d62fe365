import { readJob } from '../../store/jobs/read-jobs.ts';
import { noSuchJob } from '../../tracking/no-such-job.ts';
import { resubmitJob } from '../../tracking/resubmit-job.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import { jobToWire } from './job-to-wire.ts';
import type { JobHandlerPorts } from './ports.ts';

export const resubmitJobHandler =
  (ports: JobHandlerPorts): Handler<'resubmitJob'> =>
  async ({ params: { id }, body, caller }) => {
    const subject = { type: 'job', id } as const;
    if (!(await ports.may(caller, 'see', subject))) return noSuchJob(id);
    if (caller.kind !== 'user' || !(await ports.may(caller, 'submit', subject))) {
      return refuse('forbidden', 'You may not submit this job again.');
    }
    const submitted = await resubmitJob(ports, { jobId: id, by: caller, parameters: body?.parameters });
    if (typeof submitted !== 'string') return submitted;
    const view = await readJob(ports.db, submitted);
    return view === undefined ? noSuchJob(submitted) : ok(jobToWire(view, ports.now()));
  };
