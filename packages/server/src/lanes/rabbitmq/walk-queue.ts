import type { Channel } from 'amqplib';
import { type FailedMessage, readFailedMessage } from './failed-message.ts';

/** Held in memory, all at once, while somebody decides. */
const MOST = 5_000;

export interface QueueWalk {
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
export const walkQueue = async <Result>(
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
