import { noSuchJob } from '../../tracking/no-such-job.ts';
import { ANSWERED, type Handler, type HandlerRequest, refuse } from '../handler.ts';
import { filterFromQuery } from './filter-from-query.ts';
import type { JobHandlerPorts } from './ports.ts';

/** What a client says it has seen when it comes back counts more than where it began. */
const lastSeen = ({ raw, query }: HandlerRequest<'streamJobs'>): number | undefined => {
  const header = raw.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : query.after;
};

export const streamJobsHandler =
  ({ may, live }: JobHandlerPorts): Handler<'streamJobs'> =>
  async (request) => {
    const { query, caller, reply } = request;
    const jobId = query.job_id?.toLowerCase();
    const subject =
      jobId === undefined ? ({ type: 'instance' } as const) : ({ type: 'job', id: jobId } as const);
    if (!(await may(caller, 'see', subject))) {
      return jobId === undefined ? refuse('forbidden', 'You may not follow jobs.') : noSuchJob(jobId);
    }
    live.stream(reply, { filter: filterFromQuery(query, caller), jobId, after: lastSeen(request) });
    return ANSWERED;
  };
