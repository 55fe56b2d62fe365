import { readCursor } from '../../store/jobs/job-cursor.ts';
import { listJobs } from '../../store/jobs/list-jobs.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import { filterFromQuery } from './filter-from-query.ts';
import { jobToWire } from './job-to-wire.ts';
import type { JobHandlerPorts } from './ports.ts';

export const listJobsHandler =
  ({ db, now, may }: JobHandlerPorts): Handler<'listJobs'> =>
  async ({ query, caller }) => {
    if (!(await may(caller, 'see', { type: 'instance' })))
      return refuse('forbidden', 'You may not list jobs.');
    const { sort, limit } = query;
    const cursor = query.cursor === undefined ? undefined : readCursor(sort, query.cursor);
    if (query.cursor !== undefined && cursor === undefined) {
      return refuse('bad_request', `This is no cursor of a list sorted by ${sort}.`);
    }
    const at = now();
    const page = await listJobs(db, { filter: filterFromQuery(query, caller), sort, limit, cursor }, at);
    return ok({ items: page.jobs.map((view) => jobToWire(view, at)), next: page.next });
  };
