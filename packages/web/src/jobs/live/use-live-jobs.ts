import type { Event, Job, LiveStatus } from '@pawprint/protocol';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { CONNECTING, type Connection, joinStream, type LiveQuery } from './shared-stream.ts';

interface LiveHandlers {
  onJob?(job: Job): void;
  onEvent?(event: Event): void;
  /**
   * The stream came (or came back), or the reader went on after a pause. What was said before cannot come through it:
   * ask for it now. Called once at the beginning too, since the first answer may be older than the stream.
   */
  onCatchUp?(): void;
}

export interface LiveJobs {
  readonly status: LiveStatus;
  /** Milliseconds since the epoch; null before the first word. */
  readonly lastHeardAt: number | null;
  /** Only while reconnecting. */
  readonly retryAt: number | null;
  readonly paused: boolean;
  /** How many updates came since the pause. */
  readonly waiting: number;
  readonly pause: () => void;
  readonly resume: () => void;
}

const usePause = (handlers: LiveHandlers) => {
  const [paused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const withheld = useRef<Withheld | null>(null);
  const keep = (next: Withheld): void => {
    withheld.current = next;
    setWaiting(next.updates);
  };
  return {
    paused,
    waiting,
    takeJob: (job: Job) => (withheld.current ? keep(withJob(withheld.current, job)) : handlers.onJob?.(job)),
    takeEvent: (event: Event) =>
      withheld.current ? keep(withEvent(withheld.current)) : handlers.onEvent?.(event),
    isPaused: () => withheld.current !== null,
    pause: () => {
      keep(NOTHING_WITHHELD);
      setPaused(true);
    },
    resume: () => {
      const { jobs } = withheld.current ?? NOTHING_WITHHELD;
      withheld.current = null;
      setPaused(false);
      setWaiting(0);
      for (const job of jobs.values()) handlers.onJob?.(job);
      handlers.onCatchUp?.();
    },
  };
};

/**
 * Follows the jobs that match `query` for as long as the component is shown. A broken stream is taken up again by
 * itself; nothing is missed as long as `onCatchUp` asks for what it shows.
 */
export const useLiveJobs = (query: LiveQuery, handlers: LiveHandlers): LiveJobs => {
  const [connection, setConnection] = useState<Connection>(CONNECTING);
  const { takeJob, takeEvent, isPaused, ...pausing } = usePause(handlers);
  const onJob = useEffectEvent(takeJob);
  const onEvent = useEffectEvent(takeEvent);
  const onLive = useEffectEvent(() => {
    if (!isPaused()) handlers.onCatchUp?.();
  });
  const key = JSON.stringify(query);
  useEffect(() => {
    let before: LiveStatus | undefined;
    return joinStream(JSON.parse(key) as LiveQuery, {
      onJob: (job) => onJob(job),
      onEvent: (event) => onEvent(event),
      onConnection: (next) => {
        setConnection(next);
        if (next.status === 'live' && before !== 'live') onLive();
        before = next.status;
      },
    });
  }, [key]);
  return { ...connection, ...pausing };
};

/** What came while the reader had paused: how much, and the newest word about each job. */
interface Withheld {
  readonly updates: number;
  readonly jobs: ReadonlyMap<string, Job>;
}

export const NOTHING_WITHHELD: Withheld = { updates: 0, jobs: new Map() };

const newest = (known: Job | undefined, told: Job): Job =>
  known && known.last_event_at > told.last_event_at ? known : told;

export const withJob = ({ updates, jobs }: Withheld, job: Job): Withheld => ({
  updates: updates + 1,
  jobs: new Map(jobs).set(job.id, newest(jobs.get(job.id), job)),
});

/** Events are counted only: they are asked for again when the reader goes on. */
export const withEvent = ({ updates, jobs }: Withheld): Withheld => ({ updates: updates + 1, jobs });
