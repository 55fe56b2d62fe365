import { type Instant, isOffInSpaces } from '@pawprint/core';
import { extractorsUsableBy } from '../access/rights.ts';
import type { Job, JobFacts, WantedJob } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { OPERATION_PRIORITY } from '../model/operation.ts';
import { noSuchExtractor, noSuchJob, type Refusal } from '../model/refusal.ts';
import { storableRecord } from '../model/storable.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { lockResource } from '../store/datasets/resources.ts';
import { findSubmitTarget, readSpaceChoices } from '../store/extractors/find-extractors.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';
import type { JobPorts } from './ports.ts';
import { submitJobs } from './submit/submit-jobs.ts';
import { notEnabled, switchedOffInSpace } from './submit/submit-request.ts';

export interface Resubmission {
  readonly by: { readonly id: string };
  /** Default: those of the old job. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Default: that of the old job. */
  readonly priority?: number;
}

/** Submits a new job like an old one; each points to the other. Resolves to the new job's id. */
export const resubmitJob = (
  { db, now }: JobPorts,
  jobId: string,
  resubmission: Resubmission,
): Promise<Refusal | string> =>
  db.transaction().execute(async (trx) => {
    const old = await lockJob(trx, jobId);
    if (old === undefined) return noSuchJob(jobId);
    const removed = await lockResource(trx, old.facts.resource);
    if (removed !== undefined) return removed;
    const { extractor, datasetId } = old.facts;
    const target = await findSubmitTarget(trx, extractor, extractorsUsableBy(resubmission.by.id));
    if (target === undefined) return noSuchExtractor(extractor);
    if (!target.enabled) return notEnabled(target);
    if (isOffInSpaces(target.name, await readSpaceChoices(trx, datasetId)))
      return switchedOffInSpace(target.name);
    const [job] = await resubmitLockedJobs(trx, [old], resubmission, now());
    return job?.facts.id ?? noSuchJob(jobId);
  });

/** The new jobs, in the order of the old ones. It numbers events, so it comes last in a transaction. */
export const resubmitLockedJobs = (
  trx: DatabaseTransaction,
  jobs: readonly Job[],
  resubmission: Resubmission,
  now: Instant,
): Promise<readonly Job[]> => {
  const wanted = jobs.map(({ facts }) => resubmittedJob(facts, resubmission));
  return submitJobs(trx, wanted, now, {
    changesOfOthers: (submitted) => jobs.flatMap((old, index) => pointFrom(old, submitted[index], now)),
  });
};

const resubmittedJob = (
  { id, ...facts }: JobFacts,
  { by, parameters, priority }: Resubmission,
): WantedJob => ({
  ...facts,
  trigger: 'resubmit',
  submittedBy: by.id,
  resubmitOf: id,
  parameters: parameters === undefined ? facts.parameters : storableRecord(parameters),
  // A person who resubmits one job of an operation waits for it: it does not wait behind all others again.
  priority: priority ?? (facts.priority === OPERATION_PRIORITY ? 0 : facts.priority),
});

const pointFrom = (old: Job, submitted: Job | undefined, now: Instant): JobChange[] => {
  if (submitted === undefined) return [];
  const resubmittedAs = submitted.facts.id;
  return [applyEvents(old, [serverEvent('RESUBMITTED_AS', resubmittedAs, now, { resubmittedAs })], now)];
};
