import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { appendEvent, catchUpEvents } from '../events/events-query.ts';
import { createLiveEvents } from '../events/live-events.ts';
import { jobQuery, mergeJob } from '../job-query.ts';
import { useLiveJobs } from '../live/use-live-jobs.ts';

/** A job with its attempts and events, kept up to date by the stream. */
export const useJob = (id: string) => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(jobQuery(id));
  const [events] = useState(() =>
    createLiveEvents({
      append: (event) => appendEvent(queries, id, event),
      loadNewer: () => catchUpEvents(queries, id),
    }),
  );
  const live = useLiveJobs(
    { job_id: id },
    {
      onJob: (job) => mergeJob(queries, job),
      onEvent: events.receive,
      onCatchUp: () => {
        events.catchUp();
        void reloadQueries(queries, { queryKey: keys.job(id) });
      },
    },
  );
  return { detail: data, error, refetch, live, events };
};
