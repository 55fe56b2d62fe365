import { useQueries } from '@tanstack/react-query';
import { eventsQuery } from '../events/events-query.ts';
import { jobQuery } from '../job/job-query.ts';
import type { OpenJob } from './job-sections.ts';

/** Attempts and events of the jobs whose rows are open. */
export const useOpenJobs = (ids: readonly string[]): ReadonlyMap<string, OpenJob> => {
  const jobs = useQueries({ queries: ids.map(jobQuery) });
  const events = useQueries({ queries: ids.map((id) => eventsQuery(id)) });
  return new Map(
    ids.map((id, place) => {
      const [job, said] = [jobs[place], events[place]];
      const failed = job?.data && said?.data ? null : (job?.error ?? said?.error ?? null);
      return [id, { attempts: job?.data?.attempts, events: said?.data, error: failed }];
    }),
  );
};
