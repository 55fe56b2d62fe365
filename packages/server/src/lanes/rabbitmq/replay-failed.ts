import type { Transaction } from 'kysely';
import { v4 } from 'uuid';
import { recordAct } from '../../store/audit.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { markReplayed } from '../../store/jobs/mark-replayed.ts';
import type { Schema } from '../../store/schema.ts';
import { foldEvents } from '../../tracking/fold-events.ts';
import { serverEvent } from '../../tracking/server-event.ts';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import {
  type Choice,
  type ErrorQueuePorts,
  isChosen,
  type Unreachable,
  visitErrorQueue,
} from './error-queue.ts';
import { type FailedMessage, replayedBody } from './failed-message.ts';
import { withinTime } from './within-time.ts';

export interface Replay {
  readonly extractor: string;
  readonly choice: Choice;
  /** Also what was sent again before and came back. */
  readonly again: boolean;
  readonly by: { readonly id: string; readonly name: string };
}

export interface Replayed {
  readonly replayed: number;
  readonly kept: number;
}

const jobIdsOf = (messages: readonly FailedMessage[]): string[] =>
  messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));

const idsOf = (jobs: readonly TrackedJob[]): string[] => jobs.map(({ facts }) => facts.id);

/** Who writes into an error queue may name any job there: only those of its own extractor are touched. */
const lockOwnJobs = async (
  trx: Transaction<Schema>,
  { extractor }: Replay,
  messages: readonly FailedMessage[],
): Promise<readonly TrackedJob[]> =>
  (await lockJobs(trx, jobIdsOf(messages))).filter(({ facts }) => facts.extractor === extractor);

/**
 * The credentials of the jobs count again before the messages go: an extractor asks for its file at once. Answers the
 * jobs that must not be run again, since they were cancelled.
 */
const prepare = (
  { db, now }: ErrorQueuePorts,
  replay: Replay,
  messages: readonly FailedMessage[],
): Promise<ReadonlySet<string>> =>
  db.transaction().execute(async (trx) => {
    const { by, extractor } = replay;
    const jobs = await lockOwnJobs(trx, replay, messages);
    const isCancelled = ({ progress }: TrackedJob): boolean => progress.state === 'CANCELLED';
    const cancelled = new Set(idsOf(jobs.filter(isCancelled)));
    await markReplayed(trx, idsOf(jobs.filter((job) => !isCancelled(job))), now());
    const sent = jobIdsOf(messages).filter((id) => !cancelled.has(id));
    const details = { jobs: sent, messages: messages.length };
    await recordAct(trx, { by: by.id, act: 'error_queue.replay', subject: extractor, details, at: now() });
    return cancelled;
  });

/** The job's log says who sent it again; its state changes when an extractor starts. */
const note = (
  { db, now }: ErrorQueuePorts,
  replay: Replay,
  messages: readonly FailedMessage[],
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const jobs = await lockOwnJobs(trx, replay, messages);
    const said = `sent again from the error queue by ${replay.by.name}`;
    const again = () => serverEvent('QUEUED', said, now());
    await appendEvents(
      trx,
      jobs.map((job) => foldEvents(job, [again()], now())),
    );
  });

/** A replay that came back is not replayed again unless asked for by `again`: it would go round for ever. */
const isReplayable =
  ({ choice, again }: Replay) =>
  (message: FailedMessage): boolean =>
    isChosen(choice)(message) && message.body !== undefined && (again || message.replays === 0);

/** A broker that takes no messages answers when it does again: nobody waits for that with the queue in hand. */
const CONFIRM_LIMIT_MS = 10_000;

const send = async (
  { publisher, replyQueue }: ErrorQueuePorts,
  queue: string,
  message: FailedMessage,
): Promise<boolean> => {
  const id = message.jobId ?? v4();
  const sent = publisher.publish({ id, queue, replyTo: replyQueue, body: replayedBody(message) });
  return (await withinTime(sent, CONFIRM_LIMIT_MS))?.outcome === 'confirmed';
};

/**
 * Moves messages from an error queue back to where they came from, under the same jobs. One is taken out of the error
 * queue only after the broker has it in the other: what fails on the way is in both rather than in none.
 */
export const replayFailed = (ports: ErrorQueuePorts, replay: Replay): Promise<Replayed | Unreachable> =>
  visitErrorQueue(ports, replay.extractor, Number.POSITIVE_INFINITY, async ({ queue, channel, messages }) => {
    const chosen = messages.filter(isChosen(replay.choice));
    const replayable = chosen.filter(isReplayable(replay));
    if (replayable.length === 0) return { replayed: 0, kept: chosen.length };
    const cancelled = await prepare(ports, replay, replayable);
    const sent: FailedMessage[] = [];
    for (const message of replayable.filter(({ jobId }) => !cancelled.has(jobId ?? ''))) {
      if (!(await send(ports, queue, message))) break;
      channel.ack(message.raw);
      sent.push(message);
    }
    await note(ports, replay, sent);
    return { replayed: sent.length, kept: chosen.length - sent.length };
  });
