import { type ExtractorCandidate, type SelectionContext, selectExtractors } from '@pawprint/core';
import { type Reader, responsibleUser } from '../model/caller.ts';
import type { DataFile, OverallStatus } from '../model/file.ts';
import type { JobView } from '../model/job.ts';
import type { Database } from '../store/database.ts';
import { readSpaceChoices, readTriggerCandidates } from '../store/extractors/find-extractors.ts';
import { type FileStatus, readFileStatuses, readJobsOfFile } from '../store/jobs/file-status.ts';

/** The status of a file, and the job that shows it for each extractor that had one. */
export const readFileStatus = async (
  db: Database,
  caller: Reader,
  { id, mime, dataset }: Pick<DataFile, 'id' | 'mime' | 'dataset'>,
): Promise<{ readonly overall: OverallStatus; readonly jobs: readonly JobView[] }> => {
  const [jobs, triggers] = await Promise.all([readJobsOfFile(db, id), readTriggers(db, caller, dataset.id)]);
  const hasOpenJobs = jobs.some(({ job }) => job.progress.finishedAt === null);
  return {
    overall: overallStatus({ mime, hasJobs: jobs.length > 0, hasOpenJobs }, triggers),
    jobs,
  };
};

/** The status of every file of a dataset, the newest file first. */
export const readStatusesInDataset = async (
  db: Database,
  caller: Reader,
  datasetId: string,
): Promise<readonly { readonly id: string; readonly overall: OverallStatus }[]> => {
  const [files, triggers] = await Promise.all([
    readFileStatuses(db, datasetId),
    readTriggers(db, caller, datasetId),
  ]);
  return files.map((file) => ({ id: file.id, overall: overallStatus(file, triggers) }));
};

/** What decides which extractors would get a file. */
interface Triggers {
  readonly candidates: readonly ExtractorCandidate[];
  readonly context: SelectionContext;
}

const readTriggers = async (db: Database, caller: Reader, datasetId: string): Promise<Triggers> => {
  const [candidates, spaces] = await Promise.all([
    readTriggerCandidates(db),
    readSpaceChoices(db, datasetId),
  ]);
  return { candidates, context: { submittedBy: responsibleUser(caller), spaces } };
};

/** By a file's jobs or, without any, by the extractors that would get it if the caller uploaded it now. */
export const overallStatus = (
  { mime, hasJobs, hasOpenJobs }: Omit<FileStatus, 'id'>,
  { candidates, context }: Triggers,
): OverallStatus => {
  if (hasJobs) return hasOpenJobs ? 'processing' : 'done';
  const added = { subject: 'file', mimeType: mime, writtenBy: null } as const;
  return selectExtractors(added, candidates, context).length > 0 ? 'no_job' : 'no_extractor';
};
