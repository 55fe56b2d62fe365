import { isTerminal } from '@pawprint/core';
import { type Refusal, refuse } from '../http/handler.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';
import { foldEvents } from './fold-events.ts';
import { noSuchJob } from './no-such-job.ts';
import type { TrackingPorts } from './ports.ts';
import { serverEvent } from './server-event.ts';

interface Requester {
  readonly id: string;
  readonly name: string;
}

/** What waits is cancelled at once; what runs is to stop, if its extractor can be told. Asking twice is asking once. */
export const cancelJob = (
  { db, now }: TrackingPorts,
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
    await appendEvents(trx, [foldEvents(job, [asked], now())]);
    return undefined;
  });
