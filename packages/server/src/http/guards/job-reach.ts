import type { RouteName } from '@pawprint/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

export type JobIsOpen = (jobId: string) => Promise<boolean>;

/** What an extractor needs to do one job: read its dataset, leave what it made, ask others to go on, say how it goes. */
const JOB_ROUTES: ReadonlySet<RouteName> = new Set<RouteName>([
  'showJob',
  'sendReports',
  'showDataset',
  'listDatasetFiles',
  'listAllDatasetFiles',
  'listTopDatasetFiles',
  'downloadDataset',
  'listDatasetMetadata',
  'addDatasetMetadata',
  'removeDatasetMetadata',
  'listDatasetTechnicalMetadata',
  'listDatasetTags',
  'addDatasetTags',
  'uploadToDataset',
  'downloadFile',
  'downloadFileBlob',
  'showFile',
  'listFileMetadata',
  'renameFile',
  'addFileMetadata',
  'addFileTechnicalMetadata',
  'removeFileMetadata',
  'listFileTechnicalMetadata',
  'showExtractedMetadata',
  'listFileTags',
  'addFileTags',
  'createSection',
  'showSection',
  'describeSection',
  'listSectionTags',
  'addSectionTags',
  'listFilePreviews',
  'getFilePreviews',
  'uploadPreview',
  'attachPreview',
  'addPreviewMetadata',
  'downloadPreview',
  'uploadThumbnail',
  'attachThumbnail',
  'downloadThumbnail',
  'submitFileExtraction',
  'submitDatasetExtraction',
  'submitSelectedFiles',
  'showExtractionStatus',
  'showExtractionMetadata',
  'isFileBeingProcessed',
  'isDatasetBeingProcessed',
]);

/**
 * Keeps a job's credential to its job, and ends it with the job. What is written is looked at where it is stored,
 * because a refused output is noted in the job's log; reports, because a late one is.
 */
export const jobReach =
  (jobIsOpen: JobIsOpen) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { caller, method, routeOptions } = request;
    if (caller?.kind !== 'job') return undefined;
    const name = routeOptions.config.apiRouteName;
    if (!name || !JOB_ROUTES.has(name))
      return sendRefusal(request, reply, refuse('forbidden', 'A job credential does not reach this far.'));
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (await jobIsOpen(caller.jobId)) return undefined;
    return sendRefusal(request, reply, refuse('job_over', 'The job is over, and its credential with it.'));
  };
