import { failedByErrorQueue, type Instant, reasonOf } from '@pawprint/core';
import { errorQueueOf } from '@pawprint/protocol';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { readExtractorQueue } from '../../store/extractors/dispatch-targets.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockErrorQueueReview, readDoneWithoutType } from '../../store/jobs/jobs-in-broker.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { type ErrorQueuePorts, withErrorQueue } from './error-queue.ts';
import { depthOf } from './inspect-queue.ts';

interface ErrorQueueReview {
  /** Returns how many jobs turned out to have failed. */
  readonly review: () => Promise<number>;
}

/** What is remembered of an extractor's error queue since its messages were read. */
interface Reviewed {
  readonly queue: string;
  /** The fewest messages that were ready since then. As long as no more are there, none is new. */
  readonly fewest: number;
  /** How many messages of each job were in it. */
  readonly messages: ReadonlyMap<string, number>;
}

/** What is reported shortly before a review may be stored after it. */
const STORED_WITHIN_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Finds jobs that failed though their extractor reported a bare "Done" at their end, by their messages in its error
 * queue. Messages are read only where such a job has ended and the queue has grown, since reading delivers them; they
 * return to their places.
 */
export const createErrorQueueReview = (ports: ErrorQueuePorts): ErrorQueueReview => {
  const reviewed = new Map<string, Reviewed>();
  let since = ports.now() - DAY_MS;
  const reviewQueues = async (
    done: ReadonlyMap<string, readonly string[]>,
  ): Promise<'all' | 'broker_away'> => {
    for (const extractor of new Set([...done.keys(), ...reviewed.keys()])) {
      const now = await reviewQueue(ports, extractor, reviewed.get(extractor), done.has(extractor));
      if (now === 'broker_away') return 'broker_away';
      if (now === undefined) reviewed.delete(extractor);
      else reviewed.set(extractor, now);
    }
    return 'all';
  };
  return {
    review: () =>
      ports.db.transaction().execute(async (trx) => {
        const begun = ports.now();
        if (!(await lockErrorQueueReview(trx))) return 0;
        const done = await readDoneWithoutType(trx, since);
        if ((await reviewQueues(done)) === 'all') since = begun - STORED_WITHIN_MS;
        return failJobs(trx, done, reviewed, ports.now());
      }),
  };
};

const NONE: ReadonlyMap<string, number> = new Map();

/** Undefined where the error queue is empty or missing. */
const reviewQueue = async (
  ports: ErrorQueuePorts,
  extractor: string,
  before: Reviewed | undefined,
  isInDoubt: boolean,
): Promise<Reviewed | 'broker_away' | undefined> => {
  const own = await readExtractorQueue(ports.db, extractor);
  if (own === null) return undefined;
  const queue = errorQueueOf(own);
  const depth = await ports.withChannel(async (channel) => (await depthOf(channel, queue)) ?? 0);
  if (depth === undefined) return 'broker_away';
  if (depth === 0) return undefined;
  if (before !== undefined && (!isInDoubt || depth <= before.fewest))
    return { ...before, fewest: Math.min(before.fewest, depth) };
  return readMessages(ports, extractor, { queue, depth });
};

/** All of them are taken for a moment, to see the newest, and they are in memory. */
const MOST_MESSAGES = 1_000;
/** A quarter of what RabbitMQ allows: people look into error queues, too. */
const MOST_DELIVERIES = 5;

const readMessages = async (
  ports: ErrorQueuePorts,
  extractor: string,
  { queue, depth }: { readonly queue: string; readonly depth: number },
): Promise<Reviewed | 'broker_away' | undefined> => {
  if (depth > MOST_MESSAGES) return { queue, fewest: depth, messages: NONE };
  const extent = { limit: MOST_MESSAGES, maxDeliveries: MOST_DELIVERIES };
  const read = await withErrorQueue(ports, extractor, extent, async ({ messages }) => ({
    queue,
    fewest: depth,
    messages: countByJob(messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]))),
  }));
  return read === 'no_queue' ? undefined : read;
};

const countByJob = (jobIds: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const id of jobIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

const failJobs = async (
  trx: DatabaseTransaction,
  done: ReadonlyMap<string, readonly string[]>,
  reviewed: ReadonlyMap<string, Reviewed>,
  now: Instant,
): Promise<number> => {
  const messagesOf = (extractor: string, id: string): number =>
    reviewed.get(extractor)?.messages.get(id) ?? 0;
  const found = [...done].flatMap(([extractor, ids]) => ids.filter((id) => messagesOf(extractor, id) > 0));
  const failed = (await lockJobs(trx, found)).filter(({ facts: { id, extractor }, progress }) =>
    failedByErrorQueue(progress.attempts, messagesOf(extractor, id)),
  );
  await appendEvents(
    trx,
    failed.map((job) => failJob(job, reviewed.get(job.facts.extractor)?.queue ?? '', now)),
  );
  return failed.length;
};

const failJob = (job: Job, queue: string, now: Instant): JobChange => {
  const { code, facts, text } = reasonOf('in_error_queue', { queue });
  const details = { attempt: job.progress.attempts.length, reason: { code, facts } };
  return applyEvents(job, [serverEvent('FAILURE_FOUND', text, now, details)], now);
};
