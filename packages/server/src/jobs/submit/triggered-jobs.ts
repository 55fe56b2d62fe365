import type { DataChange } from '@pawprint/core';
import { type Caller, extractorOf } from '../../model/caller.ts';
import type { FileRemoved, FilesAdded, MetadataAdded, MetadataRemoved } from '../../model/data-change.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import type { FileRef } from '../../model/file.ts';
import type { JobFacts } from '../../model/job.ts';

/** A change of the data, and the job that each extractor triggered by it gets. */
export interface TriggeredJob {
  readonly event: DataChange;
  readonly job: Pick<JobFacts, 'resource' | 'datasetId' | 'cause' | 'trigger' | 'dataChange'>;
  /** Extractors that get one job for the whole change get none for its parts. */
  readonly exceptFor?: DataChange;
}

export const fileResource = (file: FileRef): JobFacts['resource'] => ({
  type: 'file',
  id: file.id,
  name: file.name,
  sizeBytes: file.sizeBytes,
  mime: file.mime,
});

export const datasetResource = ({ id, name }: DatasetRef): JobFacts['resource'] => ({
  type: 'dataset',
  id,
  name,
  sizeBytes: null,
  mime: null,
});

const filesAddedBy = (by: Caller): DataChange => ({
  subject: 'dataset',
  operation: 'files.added',
  writtenBy: extractorOf(by),
});

const onFile = (file: FileRef, { dataset, files, by }: FilesAdded): TriggeredJob[] => [
  {
    event: { subject: 'file', mimeType: file.mime, writtenBy: extractorOf(by) },
    job: {
      resource: fileResource(file),
      datasetId: dataset.id,
      cause: null,
      trigger: 'upload',
      dataChange: null,
    },
  },
  {
    event: { subject: 'dataset', operation: 'file.added', writtenBy: extractorOf(by) },
    job: {
      resource: datasetResource(dataset),
      datasetId: dataset.id,
      cause: { type: 'file', id: file.id, name: file.name },
      trigger: 'dataset',
      dataChange: { operation: 'file.added' },
    },
    ...(files.length > 1 ? { exceptFor: filesAddedBy(by) } : {}),
  },
];

export const onFilesAnnounced = ({ dataset, by }: Pick<FilesAdded, 'dataset' | 'by'>): TriggeredJob[] => [
  {
    event: filesAddedBy(by),
    job: {
      resource: datasetResource(dataset),
      datasetId: dataset.id,
      cause: null,
      trigger: 'dataset',
      dataChange: { operation: 'files.added' },
    },
  },
];

export const onFilesAdded = (added: FilesAdded): TriggeredJob[] => [
  ...added.files.flatMap((file) => onFile(file, added)),
  ...(added.files.length > 1 ? onFilesAnnounced(added) : []),
];

export const onFileRemoved = ({ dataset, file, by }: FileRemoved): TriggeredJob[] => [
  {
    event: { subject: 'dataset', operation: 'file.removed', writtenBy: extractorOf(by) },
    job: {
      resource: datasetResource(dataset),
      datasetId: dataset.id,
      cause: { type: 'file', id: file.id, name: file.name },
      trigger: 'dataset',
      dataChange: { operation: 'file.removed' },
    },
  },
];

export const onMetadataAdded = ({ dataset, resource, metadata }: MetadataAdded): TriggeredJob[] => [
  {
    event: { subject: 'metadata', operation: `added.${resource.type}`, writtenBy: metadata.extractor },
    job: {
      resource: resource.type === 'file' ? fileResource(resource) : datasetResource(resource),
      datasetId: dataset.id,
      cause: null,
      trigger: 'metadata',
      dataChange: { operation: `added.${resource.type}`, metadataId: metadata.id },
    },
  },
];

/** Here `writtenBy` is the extractor that removed it: a removal gives the same extractor no job. */
export const onMetadataRemoved = ({ dataset, resource, by }: MetadataRemoved): TriggeredJob[] => [
  {
    event: {
      subject: 'metadata',
      operation: `removed.${resource.type}`,
      writtenBy: extractorOf(by),
    },
    job: {
      resource: resource.type === 'file' ? fileResource(resource) : datasetResource(resource),
      datasetId: dataset.id,
      cause: null,
      trigger: 'metadata',
      dataChange: { operation: `removed.${resource.type}`, metadataId: null },
    },
  },
];
