import type { EventSourceMessage } from 'eventsource-parser';
import type { Event } from '../jobs/event.ts';
import type { Job } from '../jobs/job.ts';
import type { CallInput, Client } from './client.ts';
import { readStream } from './read-stream.ts';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting';

export interface LiveStreamHandlers {
  onJob?(job: Job): void;
  onEvent?(event: Event): void;
  /** `retryAt` (ms since epoch) only while reconnecting. */
  onStatus?(status: LiveStatus, retryAt?: number): void;
  /** Anything was heard, also a keep-alive: the stream works. */
  onHeard?(): void;
}

export interface LiveStream {
  close(): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

const pauseBefore = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Taken as they come: the server writes them by the types that stand here, and a page has no schemas to check them. */
const deliver = (message: EventSourceMessage, handlers: LiveStreamHandlers): void => {
  if (message.event === 'job') handlers.onJob?.(JSON.parse(message.data) as Job);
  if (message.event === 'event') handlers.onEvent?.(JSON.parse(message.data) as Event);
};

/**
 * Follows jobs over SSE for as long as nobody closes it: a broken stream is taken up again after a growing, jittered
 * pause with Last-Event-ID, so that nothing is missed and nothing comes twice.
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
    // Only what was delivered counts as seen: an answer cut in the middle is asked for again.
    lastEventId = message.id ?? lastEventId;
  };
  const onHeard = (): void => {
    if (failures > 0) handlers.onStatus?.('live');
    failures = 0;
    handlers.onHeard?.();
  };
  const run = async (): Promise<void> => {
    handlers.onStatus?.('connecting');
    failures = 1;
    while (!signal.aborted) {
      await readStream(open, { onMessage, onHeard }, signal).catch(() => undefined);
      if (signal.aborted) return;
      failures += 1;
      const pause = pauseBefore(failures - 1);
      handlers.onStatus?.('reconnecting', Date.now() + pause);
      await rest(pause, signal);
    }
  };

  void run();
  return { close: () => closing.abort() };
};
