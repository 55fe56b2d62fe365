import { type Instant, isTerminal } from '@pawprint/core';
import { extractorsUsableBy } from '../access/rights.ts';
import { type Caller, responsibleUser } from '../model/caller.ts';
import type { FileRef } from '../model/file.ts';
import type { Job, JobFacts, Resource } from '../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../model/job-change.ts';
import { noSuchJob, type Refusal, refuse } from '../model/refusal.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { findSubmitTarget } from '../store/extractors/find-extractors.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob, lockOpenJobs, lockOpenJobsOnFiles } from '../store/jobs/lock-jobs.ts';
import { readJob } from '../store/jobs/read-jobs.ts';
import type { JobPorts } from './ports.ts';

interface Requester {
  readonly id: string;
  readonly name: string;
}

/** Cancels a waiting job at once, and requests a running one to stop. A second request changes nothing. */
export const cancelJob = (
  { db, now }: JobPorts,
  jobId: string,
  by: Requester,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const job = await lockJob(trx, jobId);
    if (job === undefined) return noSuchJob(jobId);
    const { state } = job.progress;
    if (state === 'CANCELLED') return undefined;
    if (isTerminal(state)) return refuse('already_ended', `The job has ended as ${state} already.`);
    await appendEvents(trx, [requestCancel(job, by, now())]);
    return undefined;
  });

export const requestCancel = (job: Job, by: Requester, now: Instant): JobChange => {
  const details = { requestedBy: by.id };
  return applyEvents(
    job,
    [serverEvent('CANCEL_REQUESTED', `cancel requested by ${by.name}`, now, details)],
    now,
  );
};

/** A job as Clowder's clients name it: they also send what it works on and its extractor. */
export interface NamedJob {
  readonly id: string;
  readonly resource: Pick<Resource, 'type' | 'id'>;
  readonly extractor: string;
}

/** Cancels the job with this id. A job of another resource or extractor is not found, so a wrong id cancels nothing. */
export const cancelNamedJob = async (
  ports: JobPorts,
  named: NamedJob,
  by: Requester,
): Promise<Refusal | undefined> => {
  const view = await readJob(ports.db, named.id);
  const extractor = await findSubmitTarget(ports.db, named.extractor, extractorsUsableBy(by.id));
  if (view === undefined || !isNamedBy(view.job.facts, named, extractor?.name)) return noSuchJob(named.id);
  return cancelJob(ports, named.id, by);
};

/** @param registeredName the name of the extractor in the registry; the owner of a private one may send its own name */
export const isNamedBy = (
  { resource, extractor }: JobFacts,
  named: NamedJob,
  registeredName: string | undefined,
): boolean =>
  resource.type === named.resource.type &&
  resource.id === named.resource.id.toLowerCase() &&
  [named.extractor, registeredName].includes(extractor);

/**
 * Cancels all open jobs on a file or dataset, in the transaction that removes it; numbers events. Resolves to
 * the ids of the running ones: their extractors are asked to stop once the removal is committed.
 */
export const cancelWithResource = async (
  trx: DatabaseTransaction,
  { type, id, name }: Resource,
  by: Caller,
  now: Instant,
): Promise<readonly string[]> => {
  const jobs = await lockOpenJobs(trx, { type, id });
  return cancelJobs(trx, jobs, () => `the ${type} ${name} was deleted`, { by, now });
};

/** The same for many files in one step, since events are numbered under a lock for which others wait. */
export const cancelWithFiles = async (
  trx: DatabaseTransaction,
  files: readonly FileRef[],
  by: Caller,
  now: Instant,
): Promise<readonly string[]> => {
  const jobs = await lockOpenJobsOnFiles(
    trx,
    files.map(({ id }) => id),
  );
  const names = new Map(files.map(({ id, name }) => [id, name]));
  const why = ({ facts: { resource } }: Job): string =>
    `the file ${names.get(resource.id) ?? resource.name} was deleted`;
  return cancelJobs(trx, jobs, why, { by, now });
};

const cancelJobs = async (
  trx: DatabaseTransaction,
  jobs: readonly Job[],
  why: (job: Job) => string,
  { by, now }: { readonly by: Caller; readonly now: Instant },
): Promise<readonly string[]> => {
  const requestedBy = responsibleUser(by);
  const changes = jobs.map((job) => {
    const details = requestedBy === null ? {} : { requestedBy };
    const requested = serverEvent('CANCEL_REQUESTED', why(job), now, details);
    return applyEvents(job, [requested], now);
  });
  await appendEvents(trx, changes);
  return changes
    .filter(({ after }) => after.progress.flags.has('cancel_requested'))
    .map(({ after }) => after.facts.id);
};
