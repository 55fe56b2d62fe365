import { type ExtractorCandidate, selectExtractors } from '@pawprint/core';
import { type Reader, responsibleUser } from '../model/caller.ts';
import type { FileRef, OverallStatus } from '../model/file.ts';
import type { JobView } from '../model/job.ts';
import type { Database } from '../store/database.ts';
import { readTriggerCandidates } from '../store/extractors/find-extractors.ts';
import { type FileStatus, readFileStatuses, readJobsOfFile } from '../store/jobs/file-status.ts';

/** The status of a file, and the job that shows it for each extractor that had one. */
export const readFileStatus = async (
  db: Database,
  caller: Reader,
  { id, mime }: Pick<FileRef, 'id' | 'mime'>,
): Promise<{ readonly overall: OverallStatus; readonly jobs: readonly JobView[] }> => {
  const [jobs, candidates] = await Promise.all([readJobsOfFile(db, id), readTriggerCandidates(db)]);
  const hasOpenJobs = jobs.some(({ job }) => job.progress.finishedAt === null);
  return {
    overall: overallStatus({ mime, hasJobs: jobs.length > 0, hasOpenJobs }, candidates, caller),
    jobs,
  };
};

/** The status of every file of a dataset, the newest file first. */
export const readStatusesInDataset = async (
  db: Database,
  caller: Reader,
  datasetId: string,
): Promise<readonly { readonly id: string; readonly overall: OverallStatus }[]> => {
  const [files, candidates] = await Promise.all([readFileStatuses(db, datasetId), readTriggerCandidates(db)]);
  return files.map((file) => ({ id: file.id, overall: overallStatus(file, candidates, caller) }));
};

/** By a file's jobs or, without any, by the extractors that would get it if the caller uploaded it now. */
export const overallStatus = (
  { mime, hasJobs, hasOpenJobs }: Omit<FileStatus, 'id'>,
  candidates: readonly ExtractorCandidate[],
  caller: Reader,
): OverallStatus => {
  if (hasJobs) return hasOpenJobs ? 'processing' : 'done';
  const added = { subject: 'file', mimeType: mime, writtenBy: null } as const;
  const context = { submittedBy: responsibleUser(caller), spaces: [] };
  return selectExtractors(added, candidates, context).length > 0 ? 'no_job' : 'no_extractor';
};
