import { type JobState, redactKeys } from '@pawprint/core';
import {
  type ErrorQueue,
  errorQueueOf,
  type FailedMessage as FailedMessageOnWire,
  HEADERS,
} from '@pawprint/protocol';
import { readJobsById } from '../../store/jobs/read-jobs.ts';
import { type ErrorQueuePorts, type FailedMessage, type Unreachable, withErrorQueue } from './error-queue.ts';

const SHOWN_CHARACTERS = 20_000;

/** How many messages an extractor failed on, and the oldest of them. The queue stays as it is. */
export const showErrorQueue = (
  ports: ErrorQueuePorts,
  extractor: string,
  limit: number,
): Promise<ErrorQueue | Unreachable> =>
  withErrorQueue(ports, extractor, limit, async ({ queue, depth, messages }) => {
    const jobs = await readKnownJobs(ports, messages);
    return {
      queue: errorQueueOf(queue),
      depth,
      messages: messages.map((message) => toWire(message, jobs.get(message.jobId ?? ''))),
    };
  });

interface KnownJob {
  readonly id: string;
  readonly state: JobState;
  readonly error: string | null;
}

const readKnownJobs = async (
  { db }: ErrorQueuePorts,
  messages: readonly FailedMessage[],
): Promise<ReadonlyMap<string, KnownJob>> => {
  const ids = messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  const jobs = await readJobsById(db, ids);
  return new Map(
    jobs.map(({ job: { facts, progress } }) => [
      facts.id,
      { id: facts.id, state: progress.state, error: progress.error?.message ?? null },
    ]),
  );
};

const toWire = (message: FailedMessage, job: KnownJob | undefined): FailedMessageOnWire => {
  const { raw, body, fingerprint, replays } = message;
  const reason: unknown = raw.properties.headers?.[HEADERS.reason];
  return {
    fingerprint,
    job: job === undefined ? null : { id: job.id, state: job.state },
    reason: job?.error ?? (typeof reason === 'string' ? reason : null),
    resource_id: body?.id ?? null,
    resource_name: body?.filename ?? body?.datasetname ?? null,
    retry_count: body?.retry_count ?? 0,
    replays,
    body: redactKeys(raw.content.toString()).slice(0, SHOWN_CHARACTERS),
  };
};
