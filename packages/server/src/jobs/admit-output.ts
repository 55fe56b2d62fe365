import { type Instant, isTerminal, openAttempt } from '@pawprint/core';
import type { AdmitOutput } from '../access/change.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, serverEvent } from '../model/job-change.ts';
import { noSuchJob, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';

/**
 * Decides whether an extractor may still store an output. The job's row stays locked until the transaction ends, so
 * that the job of an admitted output cannot end before the output is stored.
 */
export const admitOutput =
  (now: () => Instant): AdmitOutput =>
  async (trx, { jobId, attempt }, output) => {
    const job = await lockJob(trx, jobId);
    if (job === undefined) return noSuchJob(jobId);
    const reason = reasonToRefuse(job, attempt);
    if (reason === undefined) return undefined;
    const message = storableText(`${output} refused: ${reason}`);
    const event = serverEvent('OUTPUT_REFUSED', message, now(), { attempt });
    await appendEvents(trx, [applyEvents(job, [event], now())]);
    return refuse('job_over', `Not stored: ${reason}.`);
  };

/** @param attempt null where the job's credential names none, as in RabbitMQ's lane */
const reasonToRefuse = (job: Job, attempt: number | null): string | undefined => {
  const { progress } = job;
  if (progress.state === 'CANCELLED' || progress.flags.has('cancel_requested'))
    return 'the job was cancelled';
  if (attempt === null) return isOver(job) ? `the job is ${progress.state}` : undefined;
  if (progress.state !== 'RUNNING') return `the job is ${progress.state}`;
  if (openAttempt(progress)?.number !== attempt) return `attempt ${attempt} is over`;
  return undefined;
};

/**
 * In RabbitMQ's lane an output comes over HTTP and may overtake the report that its attempt started. So any open job
 * takes outputs there, also one replayed from the error queue, and a LOST one, which any report revives.
 */
const isOver = ({ progress: { state, finishedAt }, replayedAt }: Job): boolean =>
  isTerminal(state) && state !== 'LOST' && (replayedAt ?? 0) < (finishedAt ?? 0);
