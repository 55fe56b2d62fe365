import { coalesce, sleep } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { StoredEvent } from '../model/job-change.ts';
import type { Database } from '../store/database.ts';
import { readNewEvents } from '../store/jobs/read-events.ts';
import { newestSeq, readChangedJobs } from '../store/jobs/read-jobs.ts';
import { type ChangedJob, changedJob, jobsWriter, type WriteJobs } from './frames.ts';

/** Changes that come within this time are read and passed on together. */
const JOIN_MS = 30;
const RETRY_MS = 1_000;
const AT_ONCE = 500;

export interface Changes {
  /** In the order of `seq`; a job that changed twice is there once, as it is now. */
  readonly jobs: readonly ChangedJob[];
  /** Of followed jobs only, in the order of `seq`; some may have been there before. */
  readonly events: readonly StoredEvent[];
  /** Everything up to this seq has been passed on. */
  readonly position: number;
  /** Writes out some of these jobs, once for all who want the same. */
  readonly write: WriteJobs;
}

export interface Follower {
  /** The one job whose events are wanted too. */
  readonly jobId?: string | undefined;
  take(changes: Changes): void;
}

export interface FeedPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

export interface ChangeFeed {
  /** What comes after this seq is passed on to whoever follows from now on. */
  readonly position: number;
  /** Returns how to stop following. */
  follow(follower: Follower): () => void;
  /** Told of every change and of nothing in it: reads nothing. Returns how to be told no more. */
  onChange(listener: () => void): () => void;
  /** Some job has moved, up to this seq. */
  heard(seq: number): void;
  /** Changes may have gone unheard: looks for itself. */
  catchUp(): Promise<void>;
  /** Aborted when nothing more will be passed on: who waits for something need not. */
  readonly stopped: AbortSignal;
  stop(): Promise<void>;
}

/**
 * @param followed jobs whose events are wanted
 * @param eventsFrom where the pages began: a job on this page may have spoken before the last page ended
 */
const readPage = async (
  { db, now }: FeedPorts,
  followed: ReadonlySet<string>,
  from: number,
  eventsFrom: number,
): Promise<Changes> => {
  const views = await readChangedJobs(db, from, AT_ONCE);
  const at = now();
  const jobs = views.map((view) => changedJob(view, at));
  const position = jobs.at(-1)?.seq ?? from;
  const ids = jobs.map(({ id }) => id).filter((id) => followed.has(id));
  const events = await readNewEvents(db, ids, eventsFrom, position);
  return { jobs, events, position, write: jobsWriter() };
};

const jobsFollowed = (followers: ReadonlySet<Follower>): ReadonlySet<string> =>
  new Set([...followers].flatMap(({ jobId }) => jobId ?? []));

/** A page with the events of every job on it that is followed, also by those who came while it was read. */
const readPageForAll = async (
  ports: FeedPorts,
  followers: ReadonlySet<Follower>,
  from: number,
  eventsFrom: number,
): Promise<Changes> => {
  const followed = jobsFollowed(followers);
  const changes = await readPage(ports, followed, from, eventsFrom);
  const now = jobsFollowed(followers);
  const isComplete = changes.jobs.every(({ id }) => followed.has(id) || !now.has(id));
  return isComplete ? changes : readPageForAll(ports, followers, from, eventsFrom);
};

/**
 * One reader for everyone who follows jobs: reads what changed since its position, once, and hands it to all. While
 * nobody follows, nothing is read and the position moves on alone.
 */
export const createChangeFeed = (ports: FeedPorts): ChangeFeed => {
  const followers = new Set<Follower>();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let position = 0;

  /** Never back: while a page is read, the last follower may go, and what is heard then is skipped beyond it. */
  const skipTo = (seq: number): void => {
    position = Math.max(position, seq);
  };
  const passOn = async (): Promise<void> => {
    const begin = position;
    for (let found = AT_ONCE; found === AT_ONCE; ) {
      const changes = await readPageForAll(ports, followers, position, begin);
      found = changes.jobs.length;
      skipTo(changes.position);
      if (found > 0) for (const follower of followers) follower.take(changes);
    }
  };
  const reading = coalesce(passOn, {
    pauseMs: JOIN_MS,
    onError: (error) => {
      ports.onError(error);
      void sleep(RETRY_MS, stopping.signal).then(reading.request);
    },
  });
  return {
    get position() {
      return position;
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heard(seq) {
      for (const listener of listeners) listener();
      if (followers.size > 0) reading.request();
      else skipTo(seq);
    },
    async catchUp() {
      for (const listener of listeners) listener();
      const newest = followers.size > 0 ? undefined : await newestSeq(ports.db);
      // Who came while it was looked up began before it.
      if (newest === undefined || followers.size > 0) reading.request();
      else skipTo(newest);
    },
    stopped: stopping.signal,
    stop() {
      stopping.abort();
      return reading.stop();
    },
  };
};
