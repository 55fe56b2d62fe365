import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askAnew } from '../../api/ask-anew.ts';
import { keys } from '../../api/query-keys.ts';
import { catchUpEvents, hearEvent } from '../events/events-query.ts';
import { liveEvents } from '../events/live-events.ts';
import { hearJob, jobQuery } from '../job/job-query.ts';
import { useLiveJobs } from '../use-live-jobs.ts';

/** One job with its attempts and events, kept up to now. */
export const useJob = (id: string) => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(jobQuery(id));
  const [events] = useState(() =>
    liveEvents({
      take: (event) => hearEvent(queries, id, event),
      askForNewer: () => catchUpEvents(queries, id),
    }),
  );
  const live = useLiveJobs(
    { job_id: id },
    {
      onJob: (job) => hearJob(queries, job),
      onEvent: events.hear,
      onCatchUp: () => {
        events.catchUp();
        void askAnew(queries, { queryKey: keys.job(id) });
      },
    },
  );
  return { detail: data, error, refetch: () => void refetch(), live, events };
};
