import { backoffMs, sleep } from '@pawprint/async';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Event, Job } from '../jobs/job.ts';
import type { CallInput, Client } from './client.ts';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting';

export interface LiveStreamHandlers {
  onJob?(job: Job): void;
  onEvent?(event: Event): void;
  /** The reader has notifications that are new or have changed. Those of a time without connection are not announced. */
  onNotified?(): void;
  /** `retryAt` (ms since epoch) only while reconnecting. */
  onStatus?(status: LiveStatus, retryAt?: number): void;
  /** Called whenever anything arrives, also a keep-alive. */
  onActivity?(): void;
}

export interface LiveStream {
  close(): void;
}

const BACKOFF = { firstMs: 500, longestMs: 15_000 };

/** The server sends a keep-alive every 15 s; three missed ones mean a connection that is dead without having closed. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * Follows jobs over SSE until it is closed. A broken stream is opened again after a growing, jittered pause with
 * Last-Event-ID, so that nothing is missed or delivered twice.
 */
export const followJobs = (
  client: Client,
  query: NonNullable<CallInput<'streamJobs'>['query']>,
  handlers: LiveStreamHandlers,
): LiveStream => {
  const closing = new AbortController();
  const { signal } = closing;
  let lastEventId: string | undefined;
  let failures = 0;

  const open = (until: AbortSignal): Promise<Response> => {
    const headers = { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) };
    return client.fetch('streamJobs', { query, headers, signal: until });
  };
  const onMessage = (message: EventSourceMessage): void => {
    deliver(message, handlers);
    // Only delivered events count: after a cut in the middle of one it is requested again.
    lastEventId = message.id ?? lastEventId;
  };
  const onActivity = (): void => {
    if (failures > 0) handlers.onStatus?.('live');
    failures = 0;
    handlers.onActivity?.();
  };
  const run = async (): Promise<void> => {
    handlers.onStatus?.('connecting');
    failures = 1;
    while (!signal.aborted) {
      await readStream(open, { onMessage, onActivity }, signal).catch(() => undefined);
      if (signal.aborted) return;
      failures += 1;
      const pauseMs = backoffMs(failures - 1, BACKOFF);
      handlers.onStatus?.('reconnecting', Date.now() + pauseMs);
      await sleep(pauseMs, signal);
    }
  };

  void run();
  return { close: () => closing.abort() };
};

/** Events are not checked: the server writes them by these types, and a page has no schemas to check them with. */
const deliver = (message: EventSourceMessage, handlers: LiveStreamHandlers): void => {
  if (message.event === 'job') handlers.onJob?.(JSON.parse(message.data) as Job);
  if (message.event === 'event') handlers.onEvent?.(JSON.parse(message.data) as Event);
  if (message.event === 'notified') handlers.onNotified?.();
};

interface StreamReader {
  readonly onMessage: (message: EventSourceMessage) => void;
  readonly onActivity: () => void;
}

/** Reads one SSE answer to its end. Resolves when the server ends it; rejects when it breaks or falls silent. */
const readStream = async (
  open: (signal: AbortSignal) => Promise<Response>,
  reader: StreamReader,
  closing: AbortSignal,
): Promise<void> => {
  const silent = new AbortController();
  const startTimer = () =>
    setTimeout(() => silent.abort(new Error('The stream fell silent.')), SILENCE_LIMIT_MS);
  let timer = startTimer();
  try {
    const response = await open(AbortSignal.any([closing, silent.signal]));
    const chunks = response.body?.getReader();
    const parser = createParser({ onEvent: reader.onMessage });
    const decoder = new TextDecoder();
    for (let chunk = await chunks?.read(); chunk && !chunk.done; chunk = await chunks?.read()) {
      clearTimeout(timer);
      timer = startTimer();
      reader.onActivity();
      parser.feed(decoder.decode(chunk.value as Uint8Array, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
};
