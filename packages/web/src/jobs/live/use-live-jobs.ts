import type { Event, Job, LiveStatus } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { CONNECTING, type Connection, joinStream, type LiveQuery } from './shared-stream.ts';

export interface LiveHandlers {
  onJob?(job: Job): void;
  onEvent?(event: Event): void;
  /**
   * The stream connected or reconnected, or the reader resumed after a pause: load what may have been missed. It is
   * called once at the beginning too, since the first answer may be older than the stream.
   */
  onCatchUp?(): void;
}

export interface LiveJobs {
  readonly status: LiveStatus;
  /** Milliseconds since the epoch; null before anything was received. */
  readonly lastReceivedAt: number | null;
  /** Only while reconnecting. */
  readonly retryAt: number | null;
  readonly paused: boolean;
  /** How many updates arrived during the pause. */
  readonly waiting: number;
  readonly pause: () => void;
  readonly resume: () => void;
}

/**
 * Follows the jobs that match `query` while the component is mounted. A broken stream reconnects automatically;
 * nothing is missed if `onCatchUp` loads what the component shows. The stream also announces notifications, which the
 * bell then loads.
 */
export const useLiveJobs = (query: LiveQuery, handlers: LiveHandlers): LiveJobs => {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>(CONNECTING);
  const { receiveJob, receiveEvent, isPaused, ...pause } = usePause(handlers);
  const onJob = useEffectEvent(receiveJob);
  const onEvent = useEffectEvent(receiveEvent);
  const onLive = useEffectEvent(() => {
    if (!isPaused()) handlers.onCatchUp?.();
  });
  const key = JSON.stringify(query);
  useEffect(() => {
    let before: LiveStatus | undefined;
    return joinStream(JSON.parse(key) as LiveQuery, {
      onJob: (job) => onJob(job),
      onEvent: (event) => onEvent(event),
      onNotified: () => void reloadQueries(queries, { queryKey: keys.notifications }),
      onConnection: (next) => {
        setConnection(next);
        if (next.status === 'live' && before !== 'live') onLive();
        before = next.status;
      },
    });
  }, [key, queries]);
  return { ...connection, ...pause };
};

const usePause = (handlers: LiveHandlers) => {
  const [paused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const kept = useRef<PausedUpdates | null>(null);
  const keep = (next: PausedUpdates): void => {
    kept.current = next;
    setWaiting(next.count);
  };
  return {
    paused,
    waiting,
    receiveJob: (job: Job) => (kept.current ? keep(addJob(kept.current, job)) : handlers.onJob?.(job)),
    receiveEvent: (event: Event) => (kept.current ? keep(addEvent(kept.current)) : handlers.onEvent?.(event)),
    isPaused: () => kept.current !== null,
    pause: () => {
      keep(NO_UPDATES);
      setPaused(true);
    },
    resume: () => {
      const { jobs } = kept.current ?? NO_UPDATES;
      kept.current = null;
      setPaused(false);
      setWaiting(0);
      for (const job of jobs.values()) handlers.onJob?.(job);
      handlers.onCatchUp?.();
    },
  };
};

/** What arrived during a pause: the number of updates, and the newest state of each job. */
export interface PausedUpdates {
  readonly count: number;
  readonly jobs: ReadonlyMap<string, Job>;
}

export const NO_UPDATES: PausedUpdates = { count: 0, jobs: new Map() };

export const addJob = ({ count, jobs }: PausedUpdates, job: Job): PausedUpdates => {
  const known = jobs.get(job.id);
  const newest = known && known.last_event_at > job.last_event_at ? known : job;
  return { count: count + 1, jobs: new Map(jobs).set(job.id, newest) };
};

/** Events are only counted: they are loaded when the reader resumes. */
export const addEvent = ({ count, jobs }: PausedUpdates): PausedUpdates => ({ count: count + 1, jobs });
