import { requireDataset, requireFile } from '../../access/require-resource.ts';
import { readFileStatus, readStatusesInDataset } from '../../jobs/overall-status.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { readTags } from '../../store/datasets/tags.ts';
import { isBeingProcessed } from '../../store/jobs/file-status.ts';
import { jobStatusToWire, overallStatusToWire } from '../../wire/clowder-jobs.ts';
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
    const { overall, jobs } = await readFileStatus(ports.data.db, caller, file);
    const statuses = jobs.map(({ job }) => [job.facts.extractor, jobStatusToWire(job.progress)] as const);
    return ok({ ...Object.fromEntries(statuses), Status: overallStatusToWire(overall) });
  },

  listExtractionStatuses: async ({ caller, params }) => {
    const dataset = await requireDataset(ports.data, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const files = await readStatusesInDataset(ports.data.db, caller, dataset.id);
    return ok(files.map(({ id, overall }) => ({ id, status: overallStatusToWire(overall) })));
  },

  showExtractionMetadata: async ({ caller, params }) => {
    const { db, publicUrl } = ports.data;
    const file = await requireFile(ports.data, caller, 'see', params.id);
    if ('refused' in file) return file;
    const resource = { type: 'file', id: file.id } as const;
    const [tags, previews, { overall }] = await Promise.all([
      readTags(db, resource),
      listPreviews(db, resource),
      readFileStatus(db, caller, file),
    ]);
    const extracted = extractedMetadataToWire(file, { tags, previews }, publicUrl);
    return ok({ ...extracted, Status: overallStatusToWire(overall) });
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

const yesOrNo = (yes: boolean) => ok({ isBeingProcessed: yes ? ('true' as const) : ('false' as const) });
