import { coalesce, schedule } from '@pawprint/async';
import type { FastifyReply } from 'fastify';
import type { Check } from '../model/readiness.ts';
import { type ChangeFeed, createChangeFeed, type FeedPorts } from './change-feed.ts';
import { startChangeListener } from './change-listener.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { type FollowPorts, type FollowRequest, followJobs } from './follow-jobs.ts';
import { KEEP_ALIVE, NOTIFIED } from './frames.ts';

const KEEP_ALIVE_EVERY_MS = 15_000;
/** A notification grows while thousands of jobs fail, and pages ask for it each time. */
const ANNOUNCE_PAUSE_MS = 2_000;
/** How often changes are read while none are received. */
const POLL_EVERY_MS = 1_000;

export interface LivePorts extends FeedPorts, Pick<FollowPorts, 'blobs'> {
  /** For the connection that listens for notifications. */
  readonly databaseUrl: string;
  /** Logs when notifications stop and when they come again. Default: nothing is logged. */
  readonly log?: {
    readonly info: (message: string) => void;
    readonly warn: (message: string) => void;
  };
}

export interface LiveJobs {
  readonly feed: ChangeFeed;
  /** Calls the listener when this job has changed. Returns the function that removes it. */
  readonly followJob: (jobId: string, listener: () => void) => () => void;
  /** Whether notifications arrive. While they do not, changes are read every second. */
  check(): Check;
  /** Answers with a stream that lasts until the client leaves or the server stops. */
  stream(reply: FastifyReply, request: FollowRequest): void;
  /** Ends all streams; their clients connect again and resume. */
  stop(): Promise<void>;
}

interface NotifiedReader {
  /** Undefined: it is no person. */
  readonly id: string | undefined;
  /** Says that there are notifications. */
  readonly announce: () => void;
}

/**
 * Receives the changes that any server on this database makes, and sends them to all streams. Those of a person are also
 * told that they have notifications; where that is missed, for example while the connection is made anew, nobody says it
 * again.
 */
export const startLive = async (ports: LivePorts): Promise<LiveJobs> => {
  const { db, now, readReasons, blobs, onError } = ports;
  const feed = createChangeFeed(ports);
  const streams = new Map<EventStream, NotifiedReader>();
  await feed.catchUp();
  const listener = startChangeListener({
    databaseUrl: ports.databaseUrl,
    onChange: (seq) => feed.notify(seq),
    onNotified(userId) {
      for (const reader of streams.values()) if (reader.id === userId) reader.announce();
    },
    onConnected() {
      ports.log?.info('Live updates are connected to the database');
      void feed.catchUp().catch((error: unknown) => {
        // A server that stops closes its database meanwhile.
        if (!feed.stopped.aborted) onError(error);
      });
    },
    onLost: (reason) => ports.log?.warn(`Live updates lost their connection: ${reason}. Changes are polled`),
  });
  const polling = schedule(() => listener.check().ok || feed.catchUp(), {
    pauseMs: POLL_EVERY_MS,
    firstAfterMs: POLL_EVERY_MS,
    // Usually the database is unreachable, and readiness reports that. The next poll follows in a second.
    onError: () => undefined,
  });
  const keepAlive = setInterval(() => {
    for (const stream of streams.keys()) stream.send(KEEP_ALIVE);
  }, KEEP_ALIVE_EVERY_MS);
  return {
    feed,
    followJob: (jobId, onChange) =>
      feed.follow({
        receive({ jobs }) {
          if (jobs.some(({ id }) => id === jobId)) onChange();
        },
      }),
    check: () => listener.check(),
    stream(reply, request) {
      const stream = openEventStream(reply);
      const announcing = coalesce(() => stream.send(NOTIFIED), { pauseMs: ANNOUNCE_PAUSE_MS });
      streams.set(stream, { id: request.readerId, announce: announcing.request });
      stream.onClose(() => {
        streams.delete(stream);
        void announcing.stop();
      });
      followJobs({ db, now, readReasons, blobs, feed }, request, stream).catch((error: unknown) => {
        onError(error);
        stream.end();
      });
    },
    async stop() {
      clearInterval(keepAlive);
      for (const stream of streams.keys()) stream.end();
      await Promise.all([feed.stop(), polling.stop(), listener.stop()]);
    },
  };
};
