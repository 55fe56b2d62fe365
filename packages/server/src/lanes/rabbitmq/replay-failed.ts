import type { Transaction } from 'kysely';
import { v4 } from 'uuid';
import type { Job } from '../../model/job.ts';
import { applyEvents, serverEvent } from '../../model/job-change.ts';
import { recordAct } from '../../store/audit.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { markReplayed } from '../../store/jobs/jobs-in-broker.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import type { Schema } from '../../store/schema.ts';
import {
  type Choice,
  type ErrorQueuePorts,
  type FailedMessage,
  isChosen,
  replayedBody,
  type Unreachable,
  visitErrorQueue,
} from './error-queue.ts';
import type { Delivery } from './message-publisher.ts';
import { withinTime } from './within-time.ts';

export interface Replay {
  readonly extractor: string;
  readonly choice: Choice;
  /** Also what was sent again before and came back. */
  readonly again: boolean;
  readonly by: { readonly id: string; readonly name: string };
}

interface Replayed {
  readonly replayed: number;
  readonly kept: number;
}

const jobIdsOf = (messages: readonly FailedMessage[]): string[] =>
  messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));

/** Who writes into an error queue may name any job there: only one of its own extractor is touched. */
const lockOwnJob = async (
  trx: Transaction<Schema>,
  { extractor }: Replay,
  { jobId }: FailedMessage,
): Promise<Job | undefined> => {
  const [job] = jobId === null ? [] : await lockJobs(trx, [jobId]);
  return job?.facts.extractor === extractor ? job : undefined;
};

const isCancelled = ({ progress }: Job): boolean => progress.state === 'CANCELLED';

/** Written down before it is done. */
const recordReplay = (
  { db, now }: ErrorQueuePorts,
  { by, extractor }: Replay,
  messages: readonly FailedMessage[],
): Promise<void> =>
  db.transaction().execute((trx) => {
    const details = { jobs: jobIdsOf(messages), messages: messages.length };
    return recordAct(trx, { by: by.id, act: 'error_queue.replay', subject: extractor, details, at: now() });
  });

/**
 * The job's credential counts again before its message goes: an extractor asks for its file at once. Answers the job as
 * it was; undefined where the message names none of this extractor's.
 */
const openCredential = (
  { db, now }: ErrorQueuePorts,
  replay: Replay,
  message: FailedMessage,
): Promise<Job | undefined> =>
  db.transaction().execute(async (trx) => {
    const job = await lockOwnJob(trx, replay, message);
    if (job !== undefined && !isCancelled(job)) await markReplayed(trx, job.facts.id, now());
    return job;
  });

const closeCredential = ({ db }: ErrorQueuePorts, { facts, replayedAt }: Job): Promise<void> =>
  db.transaction().execute((trx) => markReplayed(trx, facts.id, replayedAt));

/** The job's log says who sent it again; its state changes when an extractor starts. */
const note = ({ db, now }: ErrorQueuePorts, replay: Replay, message: FailedMessage): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const job = await lockOwnJob(trx, replay, message);
    const again = serverEvent('QUEUED', `sent again from the error queue by ${replay.by.name}`, now());
    if (job !== undefined) await appendEvents(trx, [applyEvents(job, [again], now())]);
  });

/** A replay that came back is not replayed again unless asked for by `again`: it would go round for ever. */
const isReplayable =
  ({ choice, again }: Replay) =>
  (message: FailedMessage): boolean =>
    isChosen(choice)(message) && message.body !== undefined && (again || message.replays === 0);

/** A broker that takes no messages answers when it does again: nobody waits for that with the queue in hand. */
const CONFIRM_LIMIT_MS = 10_000;

/** Undefined where the broker has not answered in time. */
const send = (
  { publisher, replyQueue }: ErrorQueuePorts,
  queue: string,
  message: FailedMessage,
): Promise<Delivery | undefined> => {
  const id = message.jobId ?? v4();
  const sent = publisher.publish({ id, queue, replyTo: replyQueue, body: replayedBody(message) });
  return withinTime(sent, CONFIRM_LIMIT_MS);
};

type Outcome = 'sent' | 'cancelled' | 'failed';

/**
 * A message that has no queue to go to leaves its job's credential as it was. Where the broker did not answer, it may
 * have the message: then the credential stays good for it.
 */
const replayOne = async (
  ports: ErrorQueuePorts,
  replay: Replay,
  queue: string,
  message: FailedMessage,
): Promise<Outcome> => {
  const job = await openCredential(ports, replay, message);
  if (job !== undefined && isCancelled(job)) return 'cancelled';
  const delivery = await send(ports, queue, message);
  if (delivery?.outcome === 'confirmed') return 'sent';
  if (delivery?.outcome === 'unroutable' && job !== undefined) await closeCredential(ports, job);
  return 'failed';
};

/**
 * Moves messages from an error queue back to where they came from, under the same jobs, one after the other, up to the
 * first that fails. One is taken out of the error queue only after the broker has it in the other: what fails on the
 * way is in both rather than in none.
 */
export const replayFailed = (ports: ErrorQueuePorts, replay: Replay): Promise<Replayed | Unreachable> =>
  visitErrorQueue(ports, replay.extractor, Number.POSITIVE_INFINITY, async ({ queue, channel, messages }) => {
    const chosen = messages.filter(isChosen(replay.choice));
    const replayable = chosen.filter(isReplayable(replay));
    if (replayable.length > 0) await recordReplay(ports, replay, replayable);
    let replayed = 0;
    for (const message of replayable) {
      const outcome = await replayOne(ports, replay, queue, message);
      if (outcome === 'failed') break;
      if (outcome === 'cancelled') continue;
      channel.ack(message.raw);
      await note(ports, replay, message);
      replayed += 1;
    }
    return { replayed, kept: chosen.length - replayed };
  });

/** Throws messages of an error queue away for good; answers how many. Written down before it is done. */
export const discardFailed = (
  ports: ErrorQueuePorts,
  extractor: string,
  choice: Choice,
  by: string,
): Promise<number | Unreachable> =>
  visitErrorQueue(ports, extractor, Number.POSITIVE_INFINITY, async ({ channel, messages }) => {
    const discarded = messages.filter(isChosen(choice));
    const jobs = discarded.map(({ jobId }) => jobId);
    const act = { by, act: 'error_queue.discard', subject: extractor, details: { jobs }, at: ports.now() };
    if (discarded.length > 0) await ports.db.transaction().execute((trx) => recordAct(trx, act));
    for (const { raw } of discarded) channel.ack(raw);
    return discarded.length;
  });
