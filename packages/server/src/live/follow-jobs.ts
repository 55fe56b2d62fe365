import { type Instant, type JobFilter, matchesFilter } from '@pawprint/core';
import type { Database } from '../store/database.ts';
import { readEvents } from '../store/jobs/read-events.ts';
import { readJob, readJobsSince } from '../store/jobs/read-jobs.ts';
import type { ChangeFeed, Changes } from './change-feed.ts';
import type { EventStream } from './event-stream.ts';
import { changedJob, eventFrame, jobFrame, positionFrame } from './frames.ts';

const JOBS_AT_ONCE = 200;
const EVENTS_AT_ONCE = 1_000;
const MOST_HELD = 1_000;

export interface FollowRequest {
  readonly filter: JobFilter;
  /** Follows this job alone, whatever the filter, and its events too. */
  readonly jobId?: string | undefined;
  /** The last seq the client has seen; absent: what happens from now on. */
  readonly after?: number | undefined;
}

export interface FollowPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly feed: ChangeFeed;
}

interface Passed {
  readonly frames: string | Uint8Array;
  /** The last seq that the client has seen then. */
  readonly seen: number;
}

const passJobs = (
  { jobs, position, write }: Changes,
  seen: number,
  filter: JobFilter,
  now: Instant,
): Passed => {
  const wanted = jobs.filter((job) => job.seq > seen && matchesFilter(job.subject, filter, now));
  return { frames: write(wanted), seen: Math.max(seen, position) };
};

/** The job's frame goes first and bears no id: cut off between it and its events, a client resumes before both. */
const passOneJob = ({ jobs, events }: Changes, seen: number, jobId: string): Passed => {
  const job = jobs
    .filter(({ id, seq }) => id === jobId && seq > seen)
    .map((changed) => jobFrame(changed, null));
  const said = events.filter((event) => event.jobId === jobId && event.seq > seen);
  return { frames: [...job, ...said.map(eventFrame)].join(''), seen: said.at(-1)?.seq ?? seen };
};

/** Jobs that changed while the client was not there, page by page, no faster than it reads. */
const replayJobs = async (
  { db, now }: FollowPorts,
  { filter }: FollowRequest,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  let after = from;
  while (stream.isOpen) {
    const views = await readJobsSince(db, { filter, after, upTo, limit: JOBS_AT_ONCE }, now());
    const jobs = views.map((view) => changedJob(view, now()));
    stream.send(jobs.map((job) => jobFrame(job, job.seq)).join(''));
    await stream.drained();
    if (jobs.length < JOBS_AT_ONCE) return;
    after = jobs.at(-1)?.seq ?? after;
  }
};

const replayOneJob = async (
  { db, now }: FollowPorts,
  jobId: string,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  const view = await readJob(db, jobId);
  if (view === undefined || view.job.lastSeq <= from) return;
  stream.send(jobFrame(changedJob(view, now()), null));
  let after = from;
  while (stream.isOpen) {
    const events = await readEvents(db, { jobId, after, before: upTo + 1, limit: EVENTS_AT_ONCE });
    stream.send(events.map(eventFrame).join(''));
    await stream.drained();
    if (events.length < EVENTS_AT_ONCE) return;
    after = events.at(-1)?.seq ?? after;
  }
};

const replay = (
  ports: FollowPorts,
  request: FollowRequest,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> =>
  request.jobId === undefined
    ? replayJobs(ports, request, stream, from, upTo)
    : replayOneJob(ports, request.jobId, stream, from, upTo);

/**
 * Passes on to a stream what happens to jobs. Subscribes first, then reads what the client has missed up to there, then
 * passes on what came meanwhile: no gap, and nothing twice.
 */
export const followJobs = async (
  ports: FollowPorts,
  request: FollowRequest,
  stream: EventStream,
): Promise<void> => {
  const held: Changes[] = [];
  let isReplaying = true;
  const start = ports.feed.position;
  let seen = request.after ?? start;
  const pass = (changes: Changes): void => {
    const { filter, jobId } = request;
    const passed =
      jobId === undefined ? passJobs(changes, seen, filter, ports.now()) : passOneJob(changes, seen, jobId);
    if (passed.frames.length > 0) stream.send(passed.frames);
    seen = passed.seen;
  };
  const take = (changes: Changes): void => {
    if (!isReplaying) pass(changes);
    else if (held.push(changes) > MOST_HELD) stream.end();
  };
  stream.onClose(ports.feed.follow({ jobId: request.jobId, take }));
  stream.send(positionFrame(seen));
  if (seen < start) await replay(ports, request, stream, seen, start);
  seen = Math.max(seen, start);
  for (const changes of held) pass(changes);
  isReplaying = false;
};
