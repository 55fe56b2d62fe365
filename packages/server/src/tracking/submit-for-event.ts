import { extractorsFor, type Instant, type TriggerCandidate, type TriggerEvent } from '@pawprint/core';
import { personBehind } from '../data/output.ts';
import type { DataEvents, DataTransaction } from '../data/ports.ts';
import type { Caller } from '../http/caller.ts';
import { readTriggerCandidates } from '../store/extractors/read-trigger-candidates.ts';
import { lockOpenJobs } from '../store/jobs/lock-open-jobs.ts';
import { cancelWithResource } from './cancel-with-resource.ts';
import {
  type Occasion,
  onFileRemoved,
  onFilesAdded,
  onFilesAnnounced,
  onMetadataAdded,
  onMetadataRemoved,
} from './occasions.ts';
import { submitJobs, type WantedJob } from './submit-job.ts';

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

/**
 * What happens to the data becomes jobs, or the end of jobs, in the transaction in which it happens.
 * @param announceCancel tells whoever runs a job to stop, where its lane can tell
 */
export const submitForEvents = (
  now: () => Instant,
  announceCancel: (jobId: string) => void = () => undefined,
): DataEvents => {
  const submit = async (trx: DataTransaction, by: Caller, occasions: readonly Occasion[]): Promise<void> => {
    const candidates = await readTriggerCandidates(trx);
    const submittedBy = personBehind(by);
    const wanted = occasions.flatMap((occasion) => jobsFor(occasion, candidates, submittedBy));
    await submitJobs(trx, wanted, now());
  };
  return {
    filesAdded: (trx, added) => submit(trx, added.by, onFilesAdded(added)),
    filesAnnounced: (trx, announced) => submit(trx, announced.by, onFilesAnnounced(announced)),
    beforeRemoval: async (trx, resource) => {
      await lockOpenJobs(trx, resource);
    },
    fileRemoved: async (trx, removed) => {
      const { file, by } = removed;
      const running = await cancelWithResource(trx, { ...file, type: 'file' }, by, now());
      await submit(trx, by, onFileRemoved(removed));
      return () => running.forEach(announceCancel);
    },
    datasetRemoved: async (trx, { dataset, by }) => {
      const running = await cancelWithResource(trx, { ...dataset, type: 'dataset' }, by, now());
      return () => running.forEach(announceCancel);
    },
    metadataAdded: (trx, added) => submit(trx, added.by, onMetadataAdded(added)),
    metadataRemoved: (trx, removed) => submit(trx, removed.by, onMetadataRemoved(removed)),
  };
};
