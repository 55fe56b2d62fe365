import { coalesce, sleep } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { ReadReasons } from '../jobs/explain-jobs.ts';
import type { StoredEvent } from '../model/job-change.ts';
import type { Database } from '../store/database.ts';
import { readNewEvents } from '../store/jobs/read-events.ts';
import { newestSeq, readChangedJobs } from '../store/jobs/read-jobs.ts';
import { type ChangedJob, changedJob, createJobsEncoder, type EncodeJobs } from './frames.ts';

/** Changes that come within this time are read and delivered together. */
const COALESCE_MS = 30;
const RETRY_MS = 1_000;
const PAGE_SIZE = 500;

export interface Changes {
  /** In the order of `seq`. A job that changed twice is here once, in its newest state. */
  readonly jobs: readonly ChangedJob[];
  /** Of followed jobs only, in the order of `seq`. Some may have been delivered before. */
  readonly events: readonly StoredEvent[];
  /** Everything up to this seq has been delivered. */
  readonly position: number;
  /** Encodes some of these jobs; followers that want the same jobs share the bytes. */
  readonly encode: EncodeJobs;
}

export interface Follower {
  /** The job whose events this follower receives too. */
  readonly jobId?: string | undefined;
  receive(changes: Changes): void;
}

export interface FeedPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly readReasons: ReadReasons;
  readonly onError: (error: unknown) => void;
}

export interface ChangeFeed {
  /** A follower that begins now receives the changes after this seq. */
  readonly position: number;
  /** Returns the function that stops following. */
  follow(follower: Follower): () => void;
  /** Calls the listener at every change, without reading what changed. Returns the function that removes it. */
  onChange(listener: () => void): () => void;
  /** Some job has changed; `seq` is that of its newest event. */
  notify(seq: number): void;
  /** Reads the changes that may have come without a notification. */
  catchUp(): Promise<void>;
  /** Aborted when the feed stops: what waits for a change need wait no longer. */
  readonly stopped: AbortSignal;
  stop(): Promise<void>;
}

/**
 * @param followed jobs whose events are read
 * @param eventsFrom where the first page began: a job on this page may have events from before the last page ended
 */
const readPage = async (
  { db, now, readReasons }: FeedPorts,
  followed: ReadonlySet<string>,
  from: number,
  eventsFrom: number,
): Promise<Changes> => {
  const views = await readChangedJobs(db, from, PAGE_SIZE);
  const at = now();
  const explain = await readReasons(
    views.map(({ job }) => job),
    at,
  );
  const jobs = views.map((view) => changedJob(view, explain, at));
  const position = jobs.at(-1)?.seq ?? from;
  const ids = jobs.map(({ id }) => id).filter((id) => followed.has(id));
  const events = await readNewEvents(db, ids, eventsFrom, position);
  return { jobs, events, position, encode: createJobsEncoder() };
};

const jobsFollowed = (followers: ReadonlySet<Follower>): ReadonlySet<string> =>
  new Set([...followers].flatMap(({ jobId }) => jobId ?? []));

/** A page with the events of every followed job on it, also of those followed since the reading began. */
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
 * Reads each change once and delivers it to all followers. While there are none, it reads nothing and only moves its
 * position.
 */
export const createChangeFeed = (ports: FeedPorts): ChangeFeed => {
  const followers = new Set<Follower>();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let position = 0;

  /** Never back: while a page is read the last follower may leave, and a notification then skips beyond the page. */
  const skipTo = (seq: number): void => {
    position = Math.max(position, seq);
  };
  const deliverChanges = async (): Promise<void> => {
    const begin = position;
    for (let found = PAGE_SIZE; found === PAGE_SIZE; ) {
      const changes = await readPageForAll(ports, followers, position, begin);
      found = changes.jobs.length;
      skipTo(changes.position);
      if (found > 0) for (const follower of followers) follower.receive(changes);
    }
  };
  const reading = coalesce(deliverChanges, {
    pauseMs: COALESCE_MS,
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
    notify(seq) {
      for (const listener of listeners) listener();
      if (followers.size > 0) reading.request();
      else skipTo(seq);
    },
    async catchUp() {
      for (const listener of listeners) listener();
      const newest = followers.size > 0 ? undefined : await newestSeq(ports.db);
      // A follower that came during the lookup began before the newest seq, and must not miss what lies between.
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
