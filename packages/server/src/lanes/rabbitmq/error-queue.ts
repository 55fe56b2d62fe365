import { errorQueueOf } from '@pawprint/protocol';
import type { Channel } from 'amqplib';
import type { Database } from '../../store/database.ts';
import { readExtractorQueue } from '../../store/extractors/read-extractor-queue.ts';
import type { FailedMessage } from './failed-message.ts';
import type { MessagePublisher } from './message-publisher.ts';
import { walkQueue } from './walk-queue.ts';

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
