import {
  type DataChange,
  type ExtractorCandidate,
  type Instant,
  type SpaceChoices,
  selectExtractors,
} from '@pawprint/core';
import { responsibleUser } from '../../model/caller.ts';
import type {
  DatasetRemoved,
  FileRemoved,
  FilesAdded,
  FilesAnnounced,
  FilesRemoved,
  MetadataAdded,
  MetadataRemoved,
} from '../../model/data-change.ts';
import type { JobFacts, WantedJob } from '../../model/job.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { readSpaceChoices, readTriggerCandidates } from '../../store/extractors/find-extractors.ts';
import { lockOpenJobs } from '../../store/jobs/lock-jobs.ts';
import { readChain } from '../../store/jobs/read-jobs.ts';
import { cancelWithFiles, cancelWithResource } from '../cancel.ts';
import { submitJobs } from './submit-jobs.ts';
import {
  onFileRemoved,
  onFilesAdded,
  onFilesAnnounced,
  onMetadataAdded,
  onMetadataRemoved,
  type TriggeredJob,
} from './triggered-jobs.ts';

/** Who changed the data, and in which chain of jobs. */
interface Origin {
  readonly submittedBy: string | null;
  readonly chain: JobFacts['chain'];
  /** What the spaces of the dataset have switched on or off. */
  readonly spaces: readonly SpaceChoices[];
}

const jobsFor = (
  { event, job, exceptFor }: TriggeredJob,
  candidates: readonly ExtractorCandidate[],
  { submittedBy, chain, spaces }: Origin,
): WantedJob[] => {
  const wantedBy = (what: DataChange) => selectExtractors(what, candidates, { submittedBy, spaces });
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
      chain,
    }));
};

/**
 * Submits jobs for changes to the data, or cancels them, in the transaction of the change. It has the shape of the
 * port through which datasets announce their changes (`datasets/ports.ts`).
 *
 * @param announceCancel asks the extractor that runs a job to stop, where the job's lane can reach it
 * @param maxChain how many jobs may follow the first one of a chain in which each sets off the next
 */
export const createSubmitOnChange = (
  now: () => Instant,
  maxChain: number,
  announceCancel: (jobId: string) => void = () => undefined,
) => {
  const submit = async (
    trx: DatabaseTransaction,
    { by, dataset }: Pick<FilesAdded, 'by' | 'dataset'>,
    triggered: readonly TriggeredJob[],
  ): Promise<void> => {
    const candidates = await readTriggerCandidates(trx);
    const origin = {
      submittedBy: responsibleUser(by),
      chain: await readChain(trx, by),
      spaces: await readSpaceChoices(trx, dataset.id),
    };
    const wanted = triggered.flatMap((each) => jobsFor(each, candidates, origin));
    await submitJobs(trx, wanted, now(), { maxChain });
  };
  return {
    filesAdded: (trx: DatabaseTransaction, added: FilesAdded) => submit(trx, added, onFilesAdded(added)),
    filesAnnounced: (trx: DatabaseTransaction, announced: FilesAnnounced) =>
      submit(trx, announced, onFilesAnnounced(announced)),
    beforeRemoval: async (trx: DatabaseTransaction, resource: Pick<ResourceRef, 'type' | 'id'>) => {
      await lockOpenJobs(trx, resource);
    },
    fileRemoved: async (trx: DatabaseTransaction, removed: FileRemoved) => {
      const { file, by } = removed;
      const running = await cancelWithResource(trx, { ...file, type: 'file' }, by, now());
      await submit(trx, removed, onFileRemoved(removed));
      return () => running.forEach(announceCancel);
    },
    /** For an operation, which asks the extractors itself to stop. Resolves to the ids of their jobs. */
    filesRemoved: async (trx: DatabaseTransaction, { files, ...removed }: FilesRemoved) => {
      const running = await cancelWithFiles(trx, files, removed.by, now());
      await submit(
        trx,
        removed,
        files.flatMap((file) => onFileRemoved({ ...removed, file })),
      );
      return running;
    },
    datasetRemoved: async (trx: DatabaseTransaction, { dataset, by }: DatasetRemoved) => {
      const running = await cancelWithResource(trx, { ...dataset, type: 'dataset' }, by, now());
      return () => running.forEach(announceCancel);
    },
    metadataAdded: (trx: DatabaseTransaction, added: MetadataAdded) =>
      submit(trx, added, onMetadataAdded(added)),
    metadataRemoved: (trx: DatabaseTransaction, removed: MetadataRemoved) =>
      submit(trx, removed, onMetadataRemoved(removed)),
  };
};
