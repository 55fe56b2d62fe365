import type { Job } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys.ts';
import { reloadQueries } from '../api/reload-queries.ts';
import { useLiveJobs } from '../jobs/live/use-live-jobs.ts';

/** Requests the file and its metadata again when one of its jobs ends: an extractor may have added outputs. */
export const useLiveFile = (id: string): void => {
  const queries = useQueryClient();
  const refetch = (): void => {
    void reloadQueries(queries, { queryKey: keys.file(id) });
    void reloadQueries(queries, { queryKey: keys.metadata({ type: 'file', id }) });
  };
  const onJob = (job: Job): void => {
    if (job.finished_at !== null) refetch();
  };
  useLiveJobs({ resource_id: id }, { onJob, onCatchUp: refetch });
};
