import { type Instant, isTerminal } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { type Caller, responsibleUser } from '../model/caller.ts';
import type { Resource } from '../model/job.ts';
import { applyEvents, serverEvent } from '../model/job-change.ts';
import { noSuchJob, type Refusal, refuse } from '../model/refusal.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob, lockOpenJobs } from '../store/jobs/lock-jobs.ts';
import type { Schema } from '../store/schema.ts';
import type { JobPorts } from './ports.ts';

interface Requester {
  readonly id: string;
  readonly name: string;
}

/** What waits is cancelled at once; what runs is to stop, if its extractor can be told. Asking twice is asking once. */
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
    const asked = serverEvent('CANCEL_REQUESTED', `cancel requested by ${by.name}`, now(), {
      requestedBy: by.id,
    });
    await appendEvents(trx, [applyEvents(job, [asked], now())]);
    return undefined;
  });

/**
 * What waits for a file or dataset that was removed will never run; what runs is to stop. In the transaction of the
 * removal; numbers events. Answers the ids of those that run, to be told once the removal stands.
 */
export const cancelWithResource = async (
  trx: Transaction<Schema>,
  { type, id, name }: Resource,
  by: Caller,
  now: Instant,
): Promise<readonly string[]> => {
  const jobs = await lockOpenJobs(trx, { type, id });
  const person = responsibleUser(by);
  const changes = jobs.map((job) => {
    const details = person === null ? {} : { requestedBy: person };
    const asked = serverEvent('CANCEL_REQUESTED', `the ${type} ${name} was deleted`, now, details);
    return applyEvents(job, [asked], now);
  });
  await appendEvents(trx, changes);
  return changes
    .filter(({ after }) => after.progress.flags.has('cancel_requested'))
    .map(({ after }) => after.facts.id);
};
