import type { JobProgress } from '@pawprint/core';
import type { OverallStatus } from '../model/file.ts';
import type { ExtractionRequest, SubmittedJob } from '../model/job.ts';

/**
 * The status of a job as Clowder v1 would have stored it. A skipped job is DONE there, because its extractor reports
 * first that it skips the job and then that it is done.
 */
export const jobStatusToWire = (job: JobProgress): string => {
  switch (job.state) {
    case 'SUBMITTED':
    case 'QUEUED':
      return 'SUBMITTED';
    case 'RUNNING':
      return whileRunning(job);
    case 'RESUBMITTED':
      return statusMessage('retry', job.error?.message);
    case 'SUCCEEDED':
    case 'SKIPPED':
      return 'DONE';
    case 'FAILED':
      return statusMessage('error', job.error?.message);
    case 'LOST':
      return statusMessage('error', job.reason?.text ?? 'no more reports came');
    case 'CANCELLED':
      return 'Cancel Success';
  }
};

const whileRunning = ({ flags, latest }: JobProgress): string => {
  if (flags.has('cancel_requested')) return 'Cancel Requested';
  if (latest !== null && DURING_ATTEMPT.includes(latest.kind))
    return statusMessage('processing', latest.message);
  return statusMessage('start', (latest?.kind === 'STARTED' && latest.message) || 'Started processing.');
};

/** Kinds of reports during an attempt. A latest report of another kind is of an earlier attempt. */
const DURING_ATTEMPT = ['PROCESSING', 'PROGRESS', 'LOG'];

const statusMessage = (kind: string, text: string | undefined): string =>
  `StatusMessage.${kind}: ${text ?? ''}`.trim();

export const overallStatusToWire = (status: OverallStatus): string => OVERALL[status];

/** Clowder v1's texts for the status of a file over all its extractors. */
const OVERALL: Readonly<Record<OverallStatus, string>> = {
  processing: 'Processing',
  done: 'Done',
  no_job: 'Required Extractor is either busy or is not currently running. Try after some time.',
  no_extractor: 'No Extractor Available. Request is not queued.',
};

/** Clowder's answer names one job: the first of several. */
export const submittedToWire = (jobs: readonly SubmittedJob[]) => ({
  status: 'OK' as const,
  job_id: jobs[0]?.jobId ?? '',
  jobs: jobs.map(({ extractor, jobId }) => ({ extractor, job_id: jobId })),
});

/** The jobs on files that were chosen one by one. Of several jobs on one file, `jobs` names the first. */
export const selectedToWire = (jobs: readonly SubmittedJob[]) => ({
  status: 'success' as const,
  jobs: Object.fromEntries(jobs.toReversed().map(({ resourceId, jobId }) => [resourceId, jobId])),
  submitted: jobs.map((job) => ({ ...submittedFileToWire(job), extractor: job.extractor })),
});

export const submittedFileToWire = ({ resourceId, jobId }: SubmittedJob) => ({
  file_id: resourceId,
  job_id: jobId,
});

/** An entry of the list of a person's extraction requests. Its times are in milliseconds. */
export const extractionRequestToWire = (request: ExtractionRequest) => ({
  clientIP: '',
  fileid: request.fileId,
  filename: request.name,
  fileType: request.mime ?? '',
  filesize: request.sizeBytes ?? 0,
  uploadDate: request.uploadedAt,
  extractors: [...request.extractors],
  startTime: request.startedAt,
  endTime: request.endedAt,
});
