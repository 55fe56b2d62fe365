import { type ExtractorCandidate, selectExtractors } from '@pawprint/core';
import { requireDataset, requireFile } from '../../access/require-resource.ts';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { readTags } from '../../store/datasets/tags.ts';
import { readTriggerCandidates } from '../../store/extractors/find-extractors.ts';
import {
  type FileStatus,
  isBeingProcessed,
  readFileStatuses,
  readJobsOfFile,
} from '../../store/jobs/file-status.ts';
import { clowderStatusOf, OVERALL, type Overall } from '../../wire/clowder-status.ts';
import { extractedMetadataToWire } from '../../wire/extracted-metadata.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

type StatusRouteName =
  | 'showExtractionStatus'
  | 'listExtractionStatuses'
  | 'showExtractionMetadata'
  | 'isFileBeingProcessed'
  | 'isDatasetBeingProcessed';

export const statusHandlers = (ports: ClowderPorts): Handlers<StatusRouteName> => ({
  showExtractionStatus: async ({ caller, params }) => {
    const file = await requireFile(ports.data, caller, 'see', params.id);
    if ('refused' in file) return file;
    const { overall, statuses } = await fileStatus(ports, caller, file);
    return ok({ ...Object.fromEntries(statuses), Status: overall });
  },

  listExtractionStatuses: async ({ caller, params }) => {
    const dataset = await requireDataset(ports.data, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const candidates = await readTriggerCandidates(ports.data.db);
    const statusOf = overallOf(candidates, caller);
    const files = await readFileStatuses(ports.data.db, dataset.id);
    return ok(files.map((file) => ({ id: file.id, status: statusOf(file) })));
  },

  showExtractionMetadata: async ({ caller, params }) => {
    const { db, publicUrl } = ports.data;
    const file = await requireFile(ports.data, caller, 'see', params.id);
    if ('refused' in file) return file;
    const resource = { type: 'file', id: file.id } as const;
    const [tags, previews, { overall }] = await Promise.all([
      readTags(db, resource),
      listPreviews(db, resource),
      fileStatus(ports, caller, file),
    ]);
    return ok({ ...extractedMetadataToWire(file, { tags, previews }, publicUrl), Status: overall });
  },

  isFileBeingProcessed: async ({ caller, params }) => {
    const file = await requireFile(ports.data, caller, 'see', params.id);
    if ('refused' in file) return file;
    return yesOrNo(await isBeingProcessed(ports.data.db, { type: 'file', id: file.id }));
  },

  isDatasetBeingProcessed: async ({ caller, params }) => {
    const dataset = await requireDataset(ports.data, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    return yesOrNo(await isBeingProcessed(ports.data.db, { type: 'dataset', id: dataset.id }));
  },
});

/** Clowder's overall status of a file: by its jobs or, without any, by the extractors that a new file would go to. */
const overallOf =
  (candidates: readonly ExtractorCandidate[], caller: Caller) =>
  ({ mime, hasJobs, hasOpenJobs }: Omit<FileStatus, 'id'>): Overall => {
    if (hasJobs) return hasOpenJobs ? OVERALL.processing : OVERALL.done;
    const event = { subject: 'file', mimeType: mime, writtenBy: null } as const;
    const context = { submittedBy: responsibleUser(caller), spaces: [] };
    return selectExtractors(event, candidates, context).length > 0 ? OVERALL.busy : OVERALL.nobody;
  };

/** The status of a file for each extractor that had a job on it, and over all extractors. */
const fileStatus = async (
  { data: { db } }: ClowderPorts,
  caller: Caller,
  file: { id: string; mime: string },
) => {
  const [views, candidates] = await Promise.all([readJobsOfFile(db, file.id), readTriggerCandidates(db)]);
  const hasOpenJobs = views.some(({ job }) => job.progress.finishedAt === null);
  const overall = overallOf(candidates, caller)({ mime: file.mime, hasJobs: views.length > 0, hasOpenJobs });
  const statuses = views.map(({ job }) => [job.facts.extractor, clowderStatusOf(job.progress)] as const);
  return { overall, statuses };
};

const yesOrNo = (yes: boolean) => ok({ isBeingProcessed: yes ? ('true' as const) : ('false' as const) });
