import type { Job } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { type LiveJobs, useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import { fileListQuery } from './file-list-query.ts';
import { knowsFile, withJob } from './merge-files.ts';
import { refreshNewest } from './refresh-newest.ts';

/** Keeps a dataset's list of files in step with its jobs, and finds the files they make. */
export const useLiveFiles = (datasetId: string): LiveJobs => {
  const queries = useQueryClient();
  const { queryKey } = fileListQuery(datasetId);
  const onJob = (job: Job): void => {
    const before = queries.getQueryData(queryKey);
    if (!before || job.resource.type !== 'file') return;
    if (knowsFile(before, job.resource.id)) queries.setQueryData(queryKey, withJob(before, job));
    else refreshNewest(queries, datasetId);
    // An extractor may have left a thumbnail, and files of its own.
    if (job.state === 'SUCCEEDED') refreshNewest(queries, datasetId);
  };
  const onCatchUp = (): void => refreshNewest(queries, datasetId);
  return useLiveJobs({ dataset_id: datasetId }, { onJob, onCatchUp });
};
