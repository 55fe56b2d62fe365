import { createHash } from 'node:crypto';
import { type ErrorQueue, type ErrorQueueDepth, errorQueueOf } from '@pawprint/protocol';
import type { GetMessage } from 'amqplib';
import { validate } from 'uuid';
import { z } from 'zod';
import type { Job } from '../../model/job.ts';
import type { Database } from '../../store/database.ts';
import { readExtractorQueue, readExtractorQueues } from '../../store/extractors/dispatch-targets.ts';
import { readJobsById } from '../../store/jobs/read-jobs.ts';
import { failedMessageToWire } from '../../wire/failed-message.ts';
import { depthOf, type QueueChannel, type WithChannel } from './inspect-queue.ts';
import type { MessagePublisher } from './message-publisher.ts';

/** What is needed to read and change error queues. */
export interface ErrorQueuePorts {
  readonly db: Database;
  readonly now: () => number;
  readonly publisher: MessagePublisher;
  readonly replyQueue: string;
  readonly withChannel: WithChannel;
}

/** The error queues that have messages, those with the most first. Undefined while RabbitMQ is away. */
export const listErrorQueues = async ({
  db,
  withChannel,
}: Pick<ErrorQueuePorts, 'db' | 'withChannel'>): Promise<ErrorQueueDepth[] | undefined> => {
  const known = await readExtractorQueues(db);
  const found: ErrorQueueDepth[] = [];
  for (let from = 0; from < known.length; from += ASKED_AT_ONCE) {
    const asked = known.slice(from, from + ASKED_AT_ONCE).map(async ({ extractor, queue: own }) => {
      const queue = errorQueueOf(own);
      const depth = await withChannel(async (channel) => (await depthOf(channel, queue)) ?? 0);
      return depth === undefined ? undefined : { extractor, queue, depth };
    });
    for (const each of await Promise.all(asked)) {
      if (each === undefined) return undefined;
      if (each.depth > 0) found.push(each);
    }
  }
  return found.toSorted((one, other) => other.depth - one.depth);
};

/** Each needs a channel of its own, since the broker closes the one that asks for a queue that is not there. */
const ASKED_AT_ONCE = 20;

/** How many messages an extractor failed on, and the oldest of them. The queue stays as it is. */
export const showErrorQueue = (
  ports: ErrorQueuePorts,
  extractor: string,
  limit: number,
): Promise<ErrorQueue | Unreachable> =>
  withErrorQueue(ports, extractor, { limit }, async ({ queue, depth, messages }) => {
    const jobs = await readNamedJobs(ports, messages);
    return {
      queue: errorQueueOf(queue),
      depth,
      messages: messages.map((message) => failedMessageToWire(message, jobs.get(message.jobId ?? ''))),
    };
  });

const readNamedJobs = async (
  { db }: ErrorQueuePorts,
  messages: readonly FailedMessage[],
): Promise<ReadonlyMap<string, Job>> => {
  const ids = messages.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
  return new Map((await readJobsById(db, ids)).map(({ job }) => [job.facts.id, job]));
};

/** Fingerprints of messages; undefined for all messages in the queue. */
export type Choice = readonly string[] | undefined;

export const isChosen =
  (choice: Choice) =>
  ({ fingerprint }: FailedMessage): boolean =>
    choice === undefined || choice.includes(fingerprint);

export type Unreachable = 'no_queue' | 'broker_away';

export interface OpenErrorQueue {
  /** The extractor's own queue, which the messages came from. */
  readonly queue: string;
  readonly channel: QueueChannel;
  /** How many messages the error queue has; 0 where it does not exist. */
  readonly depth: number;
  /** The oldest first. Those that are not acknowledged return to their places afterwards. */
  readonly messages: readonly FailedMessage[];
}

export interface Extent {
  /** No more than the oldest of this number. */
  readonly limit: number;
  /**
   * None at all where the oldest was delivered more often than this. Only quorum queues count that, and from RabbitMQ 4.0
   * on they drop a message that was delivered 20 times.
   */
  readonly maxDeliveries?: number;
}

export const ALL: Extent = { limit: Number.POSITIVE_INFINITY };

/** Runs something with the first messages of an error queue, which no one else receives meanwhile. */
export const withErrorQueue = async <Result>(
  { db, withChannel }: ErrorQueuePorts,
  extractor: string,
  { limit, maxDeliveries = Number.POSITIVE_INFINITY }: Extent,
  run: (errorQueue: OpenErrorQueue) => Promise<Result>,
): Promise<Result | Unreachable> => {
  const queue = await readExtractorQueue(db, extractor);
  if (queue === null) return 'no_queue';
  const result = await withChannel(async (channel) => {
    const errorQueue = errorQueueOf(queue);
    const depth = await depthOf(channel, errorQueue);
    if (depth === undefined) return run({ queue, channel, depth: 0, messages: [] });
    const most = Math.min(limit, depth, MAX_MESSAGES);
    const messages = await getMessages(channel, errorQueue, { limit: most, maxDeliveries });
    const ended = await run({ queue, channel, depth, messages });
    channel.nackAll(true);
    return ended;
  });
  return result ?? 'broker_away';
};

/** They are in memory, all at once. */
const MAX_MESSAGES = 5_000;

const getMessages = async (
  channel: QueueChannel,
  queue: string,
  { limit, maxDeliveries }: Required<Extent>,
): Promise<FailedMessage[]> => {
  const messages: FailedMessage[] = [];
  while (messages.length < limit) {
    const message = await channel.get(queue);
    if (message === false || deliveriesOf(message) > maxDeliveries) break;
    messages.push(readFailedMessage(message));
  }
  return messages;
};

/** How often a quorum queue has delivered a message before; a classic queue does not say. */
const deliveriesOf = ({ properties }: GetMessage): number =>
  z.number().catch(0).parse(properties.headers?.['x-delivery-count']);

const Text = z.string().nullable().catch(null);
const Count = z.number().int().nonnegative().catch(0);

/** The fields that are used here. Anyone can write to an error queue, so any of them may be missing or wrong. */
const Body = z
  .object({
    job_id: Text,
    jobid: Text,
    id: Text,
    filename: Text,
    datasetname: Text,
    retry_count: Count,
    pawprint_replays: Count,
  })
  .partial()
  .loose();
type Body = z.output<typeof Body>;

/** A message that an extractor failed on. */
export interface FailedMessage {
  readonly raw: GetMessage;
  /** The content, as it was when the extractor received it. */
  readonly text: string;
  /** SHA-256 of the content, hexadecimal: messages of extractors have no id of their own. */
  readonly fingerprint: string;
  /** Undefined where the content is not a JSON object. */
  readonly body: Body | undefined;
  /** The job that the message names; null where it names none, or one that cannot be this server's. */
  readonly jobId: string | null;
  /** How often the message was replayed. */
  readonly replays: number;
}

const bodyOf = (text: string): Body | undefined => {
  try {
    return Body.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** jclowder encodes the message that it failed on a second time: the text is then a JSON string that contains it. */
const textOf = (content: Buffer): string => {
  const text = content.toString();
  if (!text.startsWith('"')) return text;
  try {
    return z.string().catch(text).parse(JSON.parse(text));
  } catch {
    return text;
  }
};

const readFailedMessage = (raw: GetMessage): FailedMessage => {
  const text = textOf(raw.content);
  const body = bodyOf(text);
  const jobId = body?.job_id ?? body?.jobid ?? null;
  return {
    raw,
    text,
    fingerprint: createHash('sha256').update(raw.content).digest('hex'),
    body,
    jobId: jobId !== null && validate(jobId) ? jobId.toLowerCase() : null,
    replays: body?.pawprint_replays ?? 0,
  };
};

/**
 * The body for a replay. Retries are counted from 0 again, and replays are counted. The attempt that the message was
 * sent for has ended: with its number in the body, reports would be recorded for the wrong attempt.
 */
export const replayedBody = ({ body, replays }: FailedMessage): Record<string, unknown> => ({
  ...body,
  attempt: undefined,
  retry_count: 0,
  pawprint_replays: replays + 1,
});
