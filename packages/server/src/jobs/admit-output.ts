import { type Instant, isTerminal, openAttempt } from '@pawprint/core';
import type { AdmitOutput } from '../access/change-as.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, serverEvent } from '../model/job-change.ts';
import { noSuchJob, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJob } from '../store/jobs/lock-jobs.ts';

/**
 * On RabbitMQ an output comes another way than the reports and may overtake the word that its attempt began: there any
 * open job takes outputs, also one that was begun anew from the error queue, and one given up for LOST that lives.
 */
const isOver = ({ progress: { state, finishedAt }, replayedAt }: Job): boolean =>
  isTerminal(state) && state !== 'LOST' && (replayedAt ?? 0) < (finishedAt ?? 0);

/** Why this attempt may store nothing more; undefined where it may. */
const refusalFor = (job: Job, attempt: number | null): string | undefined => {
  const { progress } = job;
  if (progress.state === 'CANCELLED' || progress.flags.has('cancel_requested'))
    return 'the job was cancelled';
  if (attempt === null) return isOver(job) ? `the job is ${progress.state}` : undefined;
  if (progress.state !== 'RUNNING') return `the job is ${progress.state}`;
  if (openAttempt(progress)?.number !== attempt) return `attempt ${attempt} is over`;
  return undefined;
};

/**
 * Whether an extractor may still store what it made. The job's row stays locked until the transaction ends, so an
 * output that was let in cannot find its job ended when it is stored.
 */
export const admitOutput =
  (now: () => Instant): AdmitOutput =>
  async (trx, { jobId, attempt }, output) => {
    const job = await lockJob(trx, jobId);
    if (job === undefined) return noSuchJob(jobId);
    const objection = refusalFor(job, attempt);
    if (objection === undefined) return undefined;
    const message = storableText(`${output} refused: ${objection}`);
    await appendEvents(trx, [
      applyEvents(job, [serverEvent('OUTPUT_REFUSED', message, now(), { attempt })], now()),
    ]);
    return refuse('job_over', `Not stored: ${objection}.`);
  };
