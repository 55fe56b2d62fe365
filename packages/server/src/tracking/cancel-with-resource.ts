import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { personBehind } from '../data/output.ts';
import type { Caller } from '../http/caller.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockOpenJobs } from '../store/jobs/lock-open-jobs.ts';
import type { Schema } from '../store/schema.ts';
import { foldEvents } from './fold-events.ts';
import { serverEvent } from './server-event.ts';
import type { Resource } from './tracked-job.ts';

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
  const person = personBehind(by);
  const changes = jobs.map((job) => {
    const details = person === null ? {} : { requestedBy: person };
    const asked = serverEvent('CANCEL_REQUESTED', `the ${type} ${name} was deleted`, now, details);
    return foldEvents(job, [asked], now);
  });
  await appendEvents(trx, changes);
  return changes
    .filter(({ after }) => after.progress.flags.has('cancel_requested'))
    .map(({ after }) => after.facts.id);
};
