import type { Job } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { askAnew } from '../api/ask-anew.ts';
import { keys } from '../api/query-keys.ts';
import { useLiveJobs } from '../jobs/live/use-live-jobs.ts';

/** When a job of this file ends, what it left behind is asked for: metadata, previews, tags. */
export const useLiveFile = (id: string): void => {
  const queries = useQueryClient();
  const askAgain = (): void => {
    void askAnew(queries, { queryKey: keys.file(id) });
    void askAnew(queries, { queryKey: keys.metadata({ type: 'file', id }) });
  };
  const onJob = (job: Job): void => {
    if (job.finished_at !== null) askAgain();
  };
  useLiveJobs({ resource_id: id }, { onJob, onCatchUp: askAgain });
};
