import type { Instant } from '@pawprint/core';
import type { Job, JobFacts, WantedJob } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { noSuchExtractor, noSuchJob, type Refusal } from '../model/refusal.ts';
import { storableRecord } from '../model/storable.ts';
import { findSubmitTarget } from '../store/extractors/find-extractors.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';
import type { JobPorts } from './ports.ts';
import { submitJobs } from './submit/submit-jobs.ts';
import { switchedOff } from './submit/submit-request.ts';

export interface Resubmission {
  readonly jobId: string;
  readonly by: { readonly id: string };
  /** Default: those of the old job. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Submits a new job like an old one; each points to the other. Resolves to the new job's id. */
export const resubmitJob = ({ db, now }: JobPorts, resubmission: Resubmission): Promise<Refusal | string> =>
  db.transaction().execute(async (trx) => {
    const old = await lockJob(trx, resubmission.jobId);
    if (old === undefined) return noSuchJob(resubmission.jobId);
    const target = await findSubmitTarget(trx, old.facts.extractor, resubmission.by.id);
    if (target === undefined) return noSuchExtractor(old.facts.extractor);
    if (!target.enabled) return switchedOff(target.name);
    const at = now();
    const wanted = resubmittedJob(old.facts, resubmission);
    const [job] = await submitJobs(trx, [wanted], at, pointFrom(old, at));
    return job?.facts.id ?? noSuchJob(resubmission.jobId);
  });

const resubmittedJob = ({ id, ...facts }: JobFacts, { by, parameters }: Resubmission): WantedJob => ({
  ...facts,
  trigger: 'resubmit',
  submittedBy: by.id,
  resubmitOf: id,
  parameters: parameters === undefined ? facts.parameters : storableRecord(parameters),
});

const pointFrom =
  (old: Job, now: Instant) =>
  ([submitted]: readonly Job[]): JobChange[] => {
    if (submitted === undefined) return [];
    const resubmittedAs = submitted.facts.id;
    return [applyEvents(old, [serverEvent('RESUBMITTED_AS', resubmittedAs, now, { resubmittedAs })], now)];
  };
