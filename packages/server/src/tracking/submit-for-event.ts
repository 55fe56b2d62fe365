import { extractorsFor, type Instant, type TriggerCandidate, type TriggerEvent } from '@pawprint/core';
import type { DataEvents } from '../data/ports.ts';
import type { Caller } from '../http/caller.ts';
import { readTriggerCandidates } from '../store/extractors/read-trigger-candidates.ts';
import { submitJobs, type WantedJob } from './submit-job.ts';
import type { JobFacts } from './tracked-job.ts';

type FilesAdded = Parameters<DataEvents['filesAdded']>[1];
type FileRemoved = Parameters<DataEvents['fileRemoved']>[1];
type MetadataAdded = Parameters<DataEvents['metadataAdded']>[1];
type MetadataRemoved = Parameters<DataEvents['metadataRemoved']>[1];

/** Something that happened to the data, and the job it asks of every extractor that wants to know. */
interface Occasion {
  readonly event: TriggerEvent;
  readonly job: Pick<JobFacts, 'resource' | 'datasetId' | 'cause' | 'trigger' | 'occasion'>;
  /** Extractors that were asked for the whole already are not asked for each part. */
  readonly exceptFor?: TriggerEvent;
}

const fileResource = (file: FilesAdded['files'][number]): JobFacts['resource'] => ({
  type: 'file',
  id: file.id,
  name: file.name,
  sizeBytes: file.sizeBytes,
  mime: file.mime,
});

const datasetResource = ({ id, name }: FilesAdded['dataset']): JobFacts['resource'] => ({
  type: 'dataset',
  id,
  name,
  sizeBytes: null,
  mime: null,
});

/** Extractors name themselves in what they make. */
const makerBehind = (caller: Caller): string | null => (caller.kind === 'job' ? caller.extractor : null);

const filesAddedBy = (by: Caller): TriggerEvent => ({
  subject: 'dataset',
  operation: 'files.added',
  writtenBy: makerBehind(by),
});

const onFile = (file: FilesAdded['files'][number], { dataset, files, by }: FilesAdded): Occasion[] => [
  {
    event: { subject: 'file', mimeType: file.mime, writtenBy: makerBehind(by) },
    job: {
      resource: fileResource(file),
      datasetId: dataset.id,
      cause: null,
      trigger: 'upload',
      occasion: null,
    },
  },
  {
    event: { subject: 'dataset', operation: 'file.added', writtenBy: makerBehind(by) },
    job: {
      resource: datasetResource(dataset),
      datasetId: dataset.id,
      cause: { type: 'file', id: file.id, name: file.name },
      trigger: 'dataset',
      occasion: { operation: 'file.added' },
    },
    ...(files.length > 1 ? { exceptFor: filesAddedBy(by) } : {}),
  },
];

const onFilesAdded = (added: FilesAdded): Occasion[] => {
  const { dataset, files, by } = added;
  const resource = datasetResource(dataset);
  const together: Occasion = {
    event: filesAddedBy(by),
    job: {
      resource,
      datasetId: dataset.id,
      cause: null,
      trigger: 'dataset',
      occasion: { operation: 'files.added' },
    },
  };
  return [...files.flatMap((file) => onFile(file, added)), ...(files.length > 1 ? [together] : [])];
};

const onFileRemoved = ({ dataset, file, by }: FileRemoved): Occasion[] => [
  {
    event: { subject: 'dataset', operation: 'file.removed', writtenBy: makerBehind(by) },
    job: {
      resource: datasetResource(dataset),
      datasetId: dataset.id,
      cause: { type: 'file', id: file.id, name: file.name },
      trigger: 'dataset',
      occasion: { operation: 'file.removed' },
    },
  },
];

const onMetadataAdded = ({ dataset, resource, metadata }: MetadataAdded): Occasion[] => [
  {
    event: { subject: 'metadata', operation: `added.${resource.type}`, writtenBy: metadata.extractor },
    job: {
      resource: resource.type === 'file' ? fileResource(resource) : datasetResource(resource),
      datasetId: dataset.id,
      cause: null,
      trigger: 'metadata',
      occasion: { operation: `added.${resource.type}`, metadataId: metadata.id },
    },
  },
];

/** Here `writtenBy` is who removed it: an extractor is told what others do, not what it did itself. */
const onMetadataRemoved = ({ dataset, resource, by }: MetadataRemoved): Occasion[] => [
  {
    event: {
      subject: 'metadata',
      operation: `removed.${resource.type}`,
      writtenBy: by.kind === 'job' ? by.extractor : null,
    },
    job: {
      resource: resource.type === 'file' ? fileResource(resource) : datasetResource(resource),
      datasetId: dataset.id,
      cause: null,
      trigger: 'metadata',
      occasion: { operation: `removed.${resource.type}`, metadataId: null },
    },
  },
];

/** What an extractor makes belongs to the person its job runs for, and so do the jobs that follow from it. */
const personBehind = (caller: Caller): string | null =>
  caller.kind === 'user' ? caller.id : caller.submittedBy;

const jobsFor = (
  { event, job, exceptFor }: Occasion,
  candidates: readonly TriggerCandidate[],
  submittedBy: string | null,
): WantedJob[] => {
  const wantedBy = (what: TriggerEvent) => extractorsFor(what, candidates, { submittedBy, spaces: [] });
  const taken = exceptFor === undefined ? [] : wantedBy(exceptFor);
  return wantedBy(event)
    .filter((extractor) => !taken.includes(extractor))
    .map(({ name }) => ({
      ...job,
      extractor: name,
      submittedBy,
      parameters: {},
      resubmitOf: null,
      priority: 0,
    }));
};

/** What happens to the data becomes jobs, in the transaction in which it happens. */
export const submitForEvents = (now: () => Instant): DataEvents => {
  const submit = async (
    trx: Parameters<DataEvents['filesAdded']>[0],
    by: Caller,
    occasions: readonly Occasion[],
  ): Promise<void> => {
    const candidates = await readTriggerCandidates(trx);
    const submittedBy = personBehind(by);
    const wanted = occasions.flatMap((occasion) => jobsFor(occasion, candidates, submittedBy));
    await submitJobs(trx, wanted, now());
  };
  return {
    filesAdded: (trx, added) => submit(trx, added.by, onFilesAdded(added)),
    fileRemoved: (trx, removed) => submit(trx, removed.by, onFileRemoved(removed)),
    metadataAdded: (trx, added) => submit(trx, added.by, onMetadataAdded(added)),
    metadataRemoved: (trx, removed) => submit(trx, removed.by, onMetadataRemoved(removed)),
    // A job outlives its resource: what waits will fail at the first look, and says so.
    datasetRemoved: async () => undefined,
  };
};
