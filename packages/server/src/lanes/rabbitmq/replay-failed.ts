import { v4 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import type { Job } from '../../model/job.ts';
import { applyEvents, serverEvent } from '../../model/job-change.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import {
  ALL,
  type Choice,
  type ErrorQueuePorts,
  type FailedMessage,
  isChosen,
  replayedBody,
  type Unreachable,
  withErrorQueue,
} from './error-queue.ts';
import type { PublishResult } from './message-publisher.ts';

export interface Replay {
  readonly extractor: string;
  readonly choice: Choice;
  /** Also messages that were replayed before, and failed again. */
  readonly again: boolean;
  readonly by: UserCaller;
}

interface Replayed {
  readonly replayed: number;
  readonly kept: number;
}

/**
 * Moves messages from an error queue back to the extractor's queue, one after the other, up to the first that fails.
 * Their jobs stay the same. A message is removed from the error queue only after the broker has confirmed it in the
 * other: a failure in between leaves it in both queues, and never in none.
 */
export const replayFailed = (ports: ErrorQueuePorts, replay: Replay): Promise<Replayed | Unreachable> =>
  withErrorQueue(ports, replay.extractor, ALL, async ({ queue, channel, messages }) => {
    const chosen = messages.filter(isChosen(replay.choice));
    const replayable = chosen.filter(isReplayable(replay));
    if (replayable.length > 0) await auditReplay(ports, replay, replayable);
    let replayed = 0;
    for (const message of replayable) {
      const outcome = await replayOne(ports, replay, queue, message);
      if (outcome === 'failed') break;
      if (outcome === 'cancelled') continue;
      channel.ack(message.raw);
      await recordReplay(ports, replay, message);
      replayed += 1;
    }
    return { replayed, kept: chosen.length - replayed };
  });

/** A message that failed after a replay is replayed only with `again`: it would go round for ever. */
const isReplayable =
  ({ again }: Replay) =>
  ({ body, replays }: FailedMessage): boolean =>
    body !== undefined && (again || replays === 0);

/** Before the replay, so that none happens without a record of it. */
const auditReplay = (
  { db, now }: ErrorQueuePorts,
  { by, extractor }: Replay,
  messages: readonly FailedMessage[],
): Promise<void> =>
  db.transaction().execute((trx) => {
    const jobs = messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
    const details = { jobs, messages: messages.length };
    return recordAct(trx, { by, act: 'error_queue.replay', subject: extractor, details, at: now() });
  });

const replayOne = async (
  ports: ErrorQueuePorts,
  replay: Replay,
  queue: string,
  message: FailedMessage,
): Promise<'confirmed' | 'cancelled' | 'failed'> => {
  const job = await ports.db.transaction().execute((trx) => lockJobOfExtractor(trx, replay, message));
  if (job !== undefined && isCancelled(job)) return 'cancelled';
  const { outcome } = await publish(ports, queue, message);
  return outcome === 'confirmed' ? 'confirmed' : 'failed';
};

const isCancelled = ({ progress }: Job): boolean => progress.state === 'CANCELLED';

/** A blocked broker answers only when it is no longer blocked. The messages of the queue do not wait here for that. */
const CONFIRM_LIMIT_MS = 10_000;

const publish = (
  { publisher, replyQueue }: ErrorQueuePorts,
  queue: string,
  message: FailedMessage,
): Promise<PublishResult> => {
  const id = message.jobId ?? v4();
  const json = Buffer.from(JSON.stringify(replayedBody(message)));
  return publisher.publish({ id, queue, replyTo: replyQueue, json }, CONFIRM_LIMIT_MS);
};

/** The job's events show who replayed its message. Its state changes only when an extractor starts it. */
const recordReplay = ({ db, now }: ErrorQueuePorts, replay: Replay, message: FailedMessage): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const job = await lockJobOfExtractor(trx, replay, message);
    const event = serverEvent('QUEUED', `sent again from the error queue by ${replay.by.name}`, now());
    if (job !== undefined) await appendEvents(trx, [applyEvents(job, [event], now())]);
  });

/** Anyone who can write to an error queue can name any job there, so only jobs of its own extractor are changed. */
const lockJobOfExtractor = async (
  trx: DatabaseTransaction,
  { extractor }: Replay,
  { jobId }: FailedMessage,
): Promise<Job | undefined> => {
  const [job] = jobId === null ? [] : await lockJobs(trx, [jobId]);
  return job?.facts.extractor === extractor ? job : undefined;
};

/** Removes messages from an error queue for good. Audited before it is done. Returns how many. */
export const discardFailed = (
  ports: ErrorQueuePorts,
  extractor: string,
  choice: Choice,
  by: UserCaller,
): Promise<number | Unreachable> =>
  withErrorQueue(ports, extractor, ALL, async ({ channel, messages }) => {
    const discarded = messages.filter(isChosen(choice));
    const jobs = discarded.map(({ jobId }) => jobId);
    const act = { act: 'error_queue.discard', subject: extractor, details: { jobs } } as const;
    if (discarded.length > 0)
      await ports.db.transaction().execute((trx) => recordAct(trx, { by, ...act, at: ports.now() }));
    for (const { raw } of discarded) channel.ack(raw);
    return discarded.length;
  });
