import type { FastifyReply } from 'fastify';
import { type ChangeFeed, createChangeFeed, type FeedPorts } from './change-feed.ts';
import { startChangeListener } from './change-listener.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { type FollowRequest, followJobs } from './follow-jobs.ts';
import { KEEP_ALIVE } from './frames.ts';

const KEEP_ALIVE_EVERY_MS = 15_000;

export interface LivePorts extends FeedPorts {
  /** For a connection of its own, which listens. */
  readonly databaseUrl: string;
}

export interface LiveJobs {
  readonly feed: ChangeFeed;
  /** Answers with a stream that lasts until the client goes or the server stops. */
  stream(reply: FastifyReply, request: FollowRequest): void;
  /** Ends all streams: their clients resume elsewhere. */
  stop(): Promise<void>;
}

/** Hears of changes, whichever server made them, and passes them on to everyone who follows. */
export const startLive = async (ports: LivePorts): Promise<LiveJobs> => {
  const { db, now, onError } = ports;
  const feed = createChangeFeed(ports);
  const streams = new Set<EventStream>();
  await feed.catchUp();
  const listener = startChangeListener({
    databaseUrl: ports.databaseUrl,
    onChange: (seq) => feed.heard(seq),
    onConnected: () => void feed.catchUp().catch(onError),
  });
  const keepAlive = setInterval(() => {
    for (const stream of streams) stream.send(KEEP_ALIVE);
  }, KEEP_ALIVE_EVERY_MS);
  return {
    feed,
    stream(reply, request) {
      const stream = openEventStream(reply);
      streams.add(stream);
      stream.onClose(() => streams.delete(stream));
      followJobs({ db, now, feed }, request, stream).catch((error: unknown) => {
        onError(error);
        stream.end();
      });
    },
    async stop() {
      clearInterval(keepAlive);
      for (const stream of streams) stream.end();
      await Promise.all([feed.stop(), listener.stop()]);
    },
  };
};
