import { type ClockNote, clockNote, openAttempt } from '@pawprint/core';
import type { FastifyReply } from 'fastify';
import { readSentMessage } from '../../jobs/archive/read-job-events.ts';
import type { Job, JobView } from '../../model/job.ts';
import { noSuchJob } from '../../model/refusal.ts';
import { readReporters } from '../../store/extractors/find-extractors.ts';
import { readVersions } from '../../store/extractors/versions.ts';
import { readMessageContexts } from '../../store/jobs/dispatchable-jobs.ts';
import { readJobClock } from '../../store/jobs/read-events.ts';
import { readJob, readJobOutputs } from '../../store/jobs/read-jobs.ts';
import { claimMessageToWire } from '../../wire/claim.ts';
import { jobWithAttemptsToWire, outputToWire } from '../../wire/job.ts';
import { jobMessageToJson } from '../../wire/rabbitmq-message.ts';
import { ANSWERED, type Handler, type HandlerRequest, ok } from '../handler.ts';
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
    const [outputs, versions] = await Promise.all([
      readJobOutputs(ports.db, view.job),
      readVersions(ports.db, view.job.facts.extractor),
    ]);
    const superseded = versions.filter((known) => known.superseded !== null);
    const names = new Set(superseded.map(({ version }) => version));
    return ok({ items: outputs.map((output) => outputToWire(output, view.job, names)) });
  };

export const showJobMessageHandler =
  (ports: JobHandlerPorts): Handler<'showJobMessage'> =>
  async (request) => {
    const view = await readVisibleJob(ports, request);
    if (view === undefined) return noSuchJob(request.params.id);
    const { job } = view;
    if (job.lane === 'rabbitmq') return sendRabbitmqMessage(ports, job, request.reply);
    return ok({ lane: job.lane, message: job.lane === null ? null : claimMessageOf(ports, job) });
  };

const HIDDEN = 'hidden';

const claimMessageOf = ({ address }: JobHandlerPorts, job: Job) => {
  const attempt = attemptInMessage(job);
  return { ...claimMessageToWire(job, attempt, { host: address.publicUrl, secretKey: HIDDEN }) };
};

/**
 * A message is not stored: it follows from what was fixed when the job was submitted, and what was recorded when it was
 * sent. Metadata that was deleted since is missing. The message is passed on as JSON, as it may contain megabytes.
 */
const sendRabbitmqMessage = async (
  { db, blobs, address }: JobHandlerPorts,
  job: Job,
  reply: FastifyReply,
): Promise<typeof ANSWERED> => {
  const sent = await readSentMessage({ db, blobs }, job.facts.id);
  const [reporter] = await readReporters(db, [job.facts.extractor]);
  const metadata = (await readMessageContexts(db, [job.facts])).get(job.facts.id)?.metadata ?? null;
  const email = job.facts.submittedBy === null ? null : HIDDEN;
  const ownName = reporter?.ownName ?? job.facts.extractor;
  const now = { attempt: attemptInMessage(job), host: address.publicUrl, ownName };
  const message = jobMessageToJson(job.facts, { ...(sent ?? now), secretKey: HIDDEN, email, metadata });
  const parts = [Buffer.from('{"lane":"rabbitmq","message":'), message, Buffer.from('}')];
  void reply.type('application/json; charset=utf-8').send(Buffer.concat(parts));
  return ANSWERED;
};

/** A job that waits has a message for its next attempt. */
const attemptInMessage = ({ progress }: Job): number => {
  const { length } = progress.attempts;
  return openAttempt(progress) !== undefined || progress.finishedAt !== null
    ? Math.max(1, length)
    : length + 1;
};
