import { type ClockNote, clockNote, openAttempt } from '@pawprint/core';
import type { Job, JobView } from '../../model/job.ts';
import { noSuchJob } from '../../model/refusal.ts';
import { readReporters } from '../../store/extractors/find-extractors.ts';
import { readMessageContexts } from '../../store/jobs/dispatchable-jobs.ts';
import { readJobClock, readSentMessage } from '../../store/jobs/read-events.ts';
import { readJob, readJobOutputs } from '../../store/jobs/read-jobs.ts';
import { claimMessageToWire } from '../../wire/claim.ts';
import { jobWithAttemptsToWire, outputToWire } from '../../wire/job.ts';
import { jobMessageToWire } from '../../wire/rabbitmq-message.ts';
import { type Handler, type HandlerRequest, ok } from '../handler.ts';
import type { JobHandlerPorts } from './ports.ts';

export const showJobHandler =
  (ports: JobHandlerPorts): Handler<'showJob'> =>
  async (request) => {
    const view = await readVisibleJob(ports, request);
    if (view === undefined) return noSuchJob(request.params.id);
    const now = ports.now();
    const explain = await ports.readReasons([view.job], now);
    return ok(jobWithAttemptsToWire(view, explain, await readClock(ports, view.job), now));
  };

const readVisibleJob = async (
  { db, hasRight }: JobHandlerPorts,
  { params: { id }, caller }: Pick<HandlerRequest<'showJob'>, 'params' | 'caller'>,
): Promise<JobView | undefined> =>
  (await hasRight(caller, 'see', { type: 'job', id })) ? readJob(db, id) : undefined;

/** What is wrong with the clock of the instance that made the last attempt. */
const readClock = async ({ db }: JobHandlerPorts, { facts, progress }: Job): Promise<ClockNote | null> => {
  const last = progress.attempts.at(-1);
  if (last === undefined) return null;
  const samples = await readJobClock(db, facts.id);
  return clockNote(samples.filter(({ instanceId }) => instanceId === last.instanceId));
};

export const listJobOutputsHandler =
  (ports: JobHandlerPorts): Handler<'listJobOutputs'> =>
  async (request) => {
    const view = await readVisibleJob(ports, request);
    if (view === undefined) return noSuchJob(request.params.id);
    const outputs = await readJobOutputs(ports.db, view.job);
    return ok({ items: outputs.map((output) => outputToWire(output, view.job)) });
  };

export const showJobMessageHandler =
  (ports: JobHandlerPorts): Handler<'showJobMessage'> =>
  async (request) => {
    const view = await readVisibleJob(ports, request);
    if (view === undefined) return noSuchJob(request.params.id);
    const { job } = view;
    return ok({ lane: job.lane, message: job.lane === null ? null : await messageOf(ports, job) });
  };

const HIDDEN = 'hidden';

/**
 * A message is not stored: it follows from what was fixed when the job was submitted, and what was recorded when it was
 * sent. Metadata that was deleted since is missing.
 */
const messageOf = async ({ db, address }: JobHandlerPorts, job: Job) => {
  const now = { attempt: attemptInMessage(job), host: address.publicUrl };
  if (job.lane === 'http') return { ...claimMessageToWire(job, now.attempt, { ...now, secretKey: HIDDEN }) };
  const sent = await readSentMessage(db, job.facts.id);
  const [reporter] = await readReporters(db, [job.facts.extractor]);
  const metadata = (await readMessageContexts(db, [job.facts])).get(job.facts.id)?.metadata ?? null;
  const email = job.facts.submittedBy === null ? null : HIDDEN;
  const ownName = reporter?.ownName ?? job.facts.extractor;
  const context = { ...(sent ?? { ...now, ownName }), secretKey: HIDDEN, email, metadata };
  return { ...jobMessageToWire(job.facts, context) };
};

/** A job that waits has a message for its next attempt. */
const attemptInMessage = ({ progress }: Job): number => {
  const { length } = progress.attempts;
  return openAttempt(progress) !== undefined || progress.finishedAt !== null
    ? Math.max(1, length)
    : length + 1;
};
