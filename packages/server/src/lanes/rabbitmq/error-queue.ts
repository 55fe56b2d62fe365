import { createHash } from 'node:crypto';
import { errorQueueOf } from '@pawprint/protocol';
import type { Channel, GetMessage } from 'amqplib';
import { validate } from 'uuid';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { readExtractorQueue } from '../../store/extractors/dispatch-targets.ts';
import type { MessagePublisher } from './message-publisher.ts';

/** What acts on an error queue. */
export interface ErrorQueuePorts {
  readonly db: Database;
  readonly now: () => number;
  readonly publisher: MessagePublisher;
  readonly replyQueue: string;
  /** Runs something on a channel of its own; undefined where the broker is away. */
  readonly withChannel: <Result>(run: (channel: Channel) => Promise<Result>) => Promise<Result | undefined>;
}

/** Which messages; undefined for all that are there now. */
export type Choice = readonly string[] | undefined;

export const isChosen =
  (choice: Choice) =>
  ({ fingerprint }: FailedMessage): boolean =>
    choice === undefined || choice.includes(fingerprint);

export type Unreachable = 'no_queue' | 'broker_away';

/** The extractor's own queue and a look at its error queue, on a channel of its own. */
export const visitErrorQueue = async <Result>(
  { db, withChannel }: ErrorQueuePorts,
  extractor: string,
  limit: number,
  visit: (at: {
    readonly queue: string;
    readonly channel: Channel;
    readonly depth: number;
    readonly messages: readonly FailedMessage[];
  }) => Promise<Result>,
): Promise<Result | Unreachable> => {
  const queue = await readExtractorQueue(db, extractor);
  if (queue === null) return 'no_queue';
  const visited = await withChannel((channel) =>
    walkQueue(channel, errorQueueOf(queue), limit, (walk) => visit({ ...walk, queue, channel })),
  );
  return visited ?? 'broker_away';
};

/** Held in memory, all at once, while somebody decides. */
const MOST = 5_000;

interface QueueWalk {
  /** Messages in the queue; 0 where there is none. */
  readonly depth: number;
  /** The oldest first. What is not acknowledged goes back to its place when the walk ends. */
  readonly messages: readonly FailedMessage[];
}

const NO_QUEUE: QueueWalk = { depth: 0, messages: [] };

/** Undefined where there is no such queue, and then the channel is lost: whoever asks has one of their own. */
export const depthOf = (channel: Channel, queue: string): Promise<number | undefined> =>
  channel.checkQueue(queue).then(
    ({ messageCount }) => messageCount,
    (error: unknown) => {
      if (error instanceof Error && error.message.includes('404')) return undefined;
      throw error;
    },
  );

const takeMessages = async (channel: Channel, queue: string, most: number): Promise<FailedMessage[]> => {
  const messages: FailedMessage[] = [];
  while (messages.length < most) {
    const message = await channel.get(queue);
    if (message === false) break;
    messages.push(readFailedMessage(message));
  }
  return messages;
};

/** The first messages of a queue, held back from others while `visit` looks at them. */
const walkQueue = async <Result>(
  channel: Channel,
  queue: string,
  limit: number,
  visit: (walk: QueueWalk) => Promise<Result>,
): Promise<Result> => {
  const depth = await depthOf(channel, queue);
  if (depth === undefined) return visit(NO_QUEUE);
  const messages = await takeMessages(channel, queue, Math.min(limit, depth, MOST));
  const result = await visit({ depth, messages });
  channel.nackAll(true);
  return result;
};

const Text = z.string().nullable().catch(null);
const Count = z.number().int().nonnegative().catch(0);

/** What of a message in an error queue matters here; anything else in it, or nothing at all, may be there. */
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

/** A message that an extractor could not make anything of. */
export interface FailedMessage {
  readonly raw: GetMessage;
  /** SHA-256 of the bytes, hexadecimal: messages have no id of their own. */
  readonly fingerprint: string;
  /** Undefined for what is no JSON object. */
  readonly body: Body | undefined;
  /** The job it names; null where that can be none of ours. */
  readonly jobId: string | null;
  readonly replays: number;
}

const bodyOf = (content: Buffer): Body | undefined => {
  try {
    return Body.safeParse(JSON.parse(content.toString())).data;
  } catch {
    return undefined;
  }
};

const readFailedMessage = (raw: GetMessage): FailedMessage => {
  const body = bodyOf(raw.content);
  const jobId = body?.job_id ?? body?.jobid ?? null;
  return {
    raw,
    fingerprint: createHash('sha256').update(raw.content).digest('hex'),
    body,
    jobId: jobId !== null && validate(jobId) ? jobId.toLowerCase() : null,
    replays: body?.pawprint_replays ?? 0,
  };
};

/**
 * As it is sent again: its tries begin anew, and it carries how often that was done. The number of the attempt it was
 * made for is over, and would be taken for that of the next.
 */
export const replayedBody = ({ body, replays }: FailedMessage): Record<string, unknown> => ({
  ...body,
  attempt: undefined,
  retry_count: 0,
  pawprint_replays: replays + 1,
});
