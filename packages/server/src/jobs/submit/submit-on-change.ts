import { type DataChange, type ExtractorCandidate, type Instant, selectExtractors } from '@pawprint/core';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import type {
  DatasetRemoved,
  FileRemoved,
  FilesAdded,
  FilesAnnounced,
  MetadataAdded,
  MetadataRemoved,
} from '../../model/data-change.ts';
import type { WantedJob } from '../../model/job.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { readTriggerCandidates } from '../../store/extractors/find-extractors.ts';
import { lockOpenJobs } from '../../store/jobs/lock-jobs.ts';
import { cancelWithResource } from '../cancel.ts';
import { submitJobs } from './submit-jobs.ts';
import {
  onFileRemoved,
  onFilesAdded,
  onFilesAnnounced,
  onMetadataAdded,
  onMetadataRemoved,
  type TriggeredJob,
} from './triggered-jobs.ts';

const jobsFor = (
  { event, job, exceptFor }: TriggeredJob,
  candidates: readonly ExtractorCandidate[],
  submittedBy: string | null,
): WantedJob[] => {
  const wantedBy = (what: DataChange) => selectExtractors(what, candidates, { submittedBy, spaces: [] });
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

/**
 * Submits jobs for changes to the data, or cancels them, in the transaction of the change. It has the shape of the
 * port through which datasets announce their changes (`datasets/ports.ts`).
 *
 * @param announceCancel asks the extractor that runs a job to stop, where the job's lane can reach it
 */
export const createSubmitOnChange = (
  now: () => Instant,
  announceCancel: (jobId: string) => void = () => undefined,
) => {
  const submit = async (
    trx: DatabaseTransaction,
    by: Caller,
    triggered: readonly TriggeredJob[],
  ): Promise<void> => {
    const candidates = await readTriggerCandidates(trx);
    const submittedBy = responsibleUser(by);
    const wanted = triggered.flatMap((each) => jobsFor(each, candidates, submittedBy));
    await submitJobs(trx, wanted, now());
  };
  return {
    filesAdded: (trx: DatabaseTransaction, added: FilesAdded) => submit(trx, added.by, onFilesAdded(added)),
    filesAnnounced: (trx: DatabaseTransaction, announced: FilesAnnounced) =>
      submit(trx, announced.by, onFilesAnnounced(announced)),
    beforeRemoval: async (trx: DatabaseTransaction, resource: Pick<ResourceRef, 'type' | 'id'>) => {
      await lockOpenJobs(trx, resource);
    },
    fileRemoved: async (trx: DatabaseTransaction, removed: FileRemoved) => {
      const { file, by } = removed;
      const running = await cancelWithResource(trx, { ...file, type: 'file' }, by, now());
      await submit(trx, by, onFileRemoved(removed));
      return () => running.forEach(announceCancel);
    },
    datasetRemoved: async (trx: DatabaseTransaction, { dataset, by }: DatasetRemoved) => {
      const running = await cancelWithResource(trx, { ...dataset, type: 'dataset' }, by, now());
      return () => running.forEach(announceCancel);
    },
    metadataAdded: (trx: DatabaseTransaction, added: MetadataAdded) =>
      submit(trx, added.by, onMetadataAdded(added)),
    metadataRemoved: (trx: DatabaseTransaction, removed: MetadataRemoved) =>
      submit(trx, removed.by, onMetadataRemoved(removed)),
  };
};
