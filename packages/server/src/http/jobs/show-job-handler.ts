import { readJob } from '../../store/jobs/read-jobs.ts';
import { noSuchJob } from '../../tracking/no-such-job.ts';
import { type Handler, ok } from '../handler.ts';
import { jobWithAttemptsToWire } from './job-to-wire.ts';
import type { JobHandlerPorts } from './ports.ts';

export const showJobHandler =
  ({ db, now, may }: JobHandlerPorts): Handler<'showJob'> =>
  async ({ params: { id }, caller }) => {
    if (!(await may(caller, 'see', { type: 'job', id }))) return noSuchJob(id);
    const view = await readJob(db, id);
    return view === undefined ? noSuchJob(id) : ok(jobWithAttemptsToWire(view, now()));
  };
