import type { CallInput, Event, Job, LiveStatus } from '@pawprint/protocol';
import { followJobs } from '@pawprint/protocol/client';
import { client } from '../../api/client.ts';

export type LiveQuery = NonNullable<CallInput<'streamJobs'>['query']>;

export interface Connection {
  readonly status: LiveStatus;
  /** When anything last arrived, keep-alives included; null before that. Milliseconds since the epoch. */
  readonly lastReceivedAt: number | null;
  /** When the next attempt to connect is made; only while reconnecting. */
  readonly retryAt: number | null;
}

export interface StreamListener {
  onJob(job: Job): void;
  onEvent(event: Event): void;
  /** The person has notifications that are new or have changed. Of all who share a stream, one is told. */
  onNotified(): void;
  onConnection(connection: Connection): void;
}

export const CONNECTING: Connection = { status: 'connecting', lastReceivedAt: null, retryAt: null };

interface SharedStream {
  readonly listeners: Set<StreamListener>;
  readonly connection: () => Connection;
  readonly close: () => void;
}

const streams = new Map<string, SharedStream>();

/**
 * Joins the stream for a query. The first listener opens it and the last one to leave closes it, since a browser has
 * only six connections to a server.
 *
 * @returns leaves the stream
 */
export const joinStream = (query: LiveQuery, listener: StreamListener): (() => void) => {
  const key = JSON.stringify(query);
  const shared = streams.get(key) ?? openStream(query);
  streams.set(key, shared);
  shared.listeners.add(listener);
  listener.onConnection(shared.connection());
  return () => {
    shared.listeners.delete(listener);
    // Later, since React mounts twice in development, and the next page may need the same stream.
    setTimeout(() => closeIfUnused(key, shared), 0);
  };
};

/** Ages are shown in seconds; a busy stream would change the connection many times in one. */
const RECEIVED_STEP_MS = 500;

const openStream = (query: LiveQuery): SharedStream => {
  const listeners = new Set<StreamListener>();
  let connection = CONNECTING;
  const change = (next: Partial<Connection>): void => {
    connection = { ...connection, ...next };
    for (const listener of listeners) listener.onConnection(connection);
  };
  const onActivity = (): void => {
    const now = Date.now();
    const { lastReceivedAt } = connection;
    if (lastReceivedAt === null || now - lastReceivedAt >= RECEIVED_STEP_MS) change({ lastReceivedAt: now });
  };
  const onNotified = (): void => [...listeners][0]?.onNotified();
  const stream = followJobs(client, query, {
    onJob: (job) => listeners.forEach((listener) => listener.onJob(job)),
    onEvent: (event) => listeners.forEach((listener) => listener.onEvent(event)),
    onNotified,
    onStatus: (status, retryAt) => {
      // While there was no connection, nothing was announced.
      if (status === 'live' && connection.status === 'reconnecting') onNotified();
      change({ status, retryAt: retryAt ?? null });
    },
    onActivity,
  });
  return { listeners, connection: () => connection, close: () => stream.close() };
};

const closeIfUnused = (key: string, shared: SharedStream): void => {
  if (shared.listeners.size > 0 || streams.get(key) !== shared) return;
  streams.delete(key);
  shared.close();
};
