import type { CallInput, Event, Job, LiveStatus } from '@pawprint/protocol';
import { followJobs } from '@pawprint/protocol/client';
import { client } from '../../api/client.ts';

export type LiveQuery = NonNullable<CallInput<'streamJobs'>['query']>;

export interface Connection {
  readonly status: LiveStatus;
  /** When anything was last heard, also a keep-alive; null before the first word. Milliseconds since the epoch. */
  readonly lastHeardAt: number | null;
  /** When it will be tried again; only while reconnecting. */
  readonly retryAt: number | null;
}

export interface Listener {
  onJob(job: Job): void;
  onEvent(event: Event): void;
  onConnection(connection: Connection): void;
}

interface SharedStream {
  readonly listeners: Set<Listener>;
  readonly connection: () => Connection;
  readonly close: () => void;
}

export const CONNECTING: Connection = { status: 'connecting', lastHeardAt: null, retryAt: null };

/** Ages are shown in seconds; a busy stream is heard many times in one. */
const HEARD_STEP_MS = 500;

const streams = new Map<string, SharedStream>();

const openStream = (query: LiveQuery): SharedStream => {
  const listeners = new Set<Listener>();
  let connection = CONNECTING;
  const change = (next: Partial<Connection>): void => {
    connection = { ...connection, ...next };
    for (const listener of listeners) listener.onConnection(connection);
  };
  const onHeard = (): void => {
    const now = Date.now();
    const { lastHeardAt } = connection;
    if (lastHeardAt === null || now - lastHeardAt >= HEARD_STEP_MS) change({ lastHeardAt: now });
  };
  const stream = followJobs(client, query, {
    onJob: (job) => listeners.forEach((listener) => listener.onJob(job)),
    onEvent: (event) => listeners.forEach((listener) => listener.onEvent(event)),
    onStatus: (status, retryAt) => change({ status, retryAt: retryAt ?? null }),
    onActivity: onHeard,
  });
  return { listeners, connection: () => connection, close: () => stream.close() };
};

const closeIfUnheard = (key: string, shared: SharedStream): void => {
  if (shared.listeners.size > 0 || streams.get(key) !== shared) return;
  streams.delete(key);
  shared.close();
};

/**
 * Joins the stream for this query, opening it for the first who does: a browser has only six connections to a server,
 * so one question is asked once. Gives the way to leave; the last who leaves closes it.
 */
export const joinStream = (query: LiveQuery, listener: Listener): (() => void) => {
  const key = JSON.stringify(query);
  const shared = streams.get(key) ?? openStream(query);
  streams.set(key, shared);
  shared.listeners.add(listener);
  listener.onConnection(shared.connection());
  return () => {
    shared.listeners.delete(listener);
    // React mounts twice in development, and a page may be left for one that asks the same.
    setTimeout(() => closeIfUnheard(key, shared), 0);
  };
};
