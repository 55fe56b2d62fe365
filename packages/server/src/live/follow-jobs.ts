import { type Instant, type JobFilter, matchesFilter } from '@pawprint/core';
import type { ReadReasons } from '../jobs/explain-jobs.ts';
import type { JobView } from '../model/job.ts';
import type { Database } from '../store/database.ts';
import { readEvents } from '../store/jobs/read-events.ts';
import { readJob, readJobsSince } from '../store/jobs/read-jobs.ts';
import type { ChangeFeed, Changes } from './change-feed.ts';
import type { EventStream } from './event-stream.ts';
import { type ChangedJob, changedJob, eventFrame, jobFrame, positionFrame } from './frames.ts';

const JOBS_PAGE_SIZE = 200;
const EVENTS_PAGE_SIZE = 1_000;
/** Changes that come during the replay wait for its end. Beyond this many the stream ends, and the client resumes. */
const QUEUE_LIMIT = 1_000;

export interface FollowRequest {
  readonly filter: JobFilter;
  /** Follows only this job, with its events, and ignores the filter. */
  readonly jobId?: string | undefined;
  /** The last seq the client has received. Absent: only changes from now on are sent. */
  readonly after?: number | undefined;
}

export interface FollowPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly readReasons: ReadReasons;
  readonly feed: ChangeFeed;
}

interface Batch {
  readonly frames: string | Uint8Array;
  /** The last seq the client has received with these frames. */
  readonly position: number;
}

const framesOfJobs = (
  { jobs, position, encode }: Changes,
  after: number,
  filter: JobFilter,
  now: Instant,
): Batch => {
  const wanted = jobs.filter((job) => job.seq > after && matchesFilter(job.filterable, filter, now));
  return { frames: encode(wanted), position: Math.max(after, position) };
};

/** The job's frame comes first and has no id: a client cut off between it and its events resumes before both. */
const framesOfOneJob = ({ jobs, events }: Changes, after: number, jobId: string): Batch => {
  const job = jobs
    .filter(({ id, seq }) => id === jobId && seq > after)
    .map((changed) => jobFrame(changed, null));
  const newEvents = events.filter((event) => event.jobId === jobId && event.seq > after);
  return {
    frames: [...job, ...newEvents.map(eventFrame)].join(''),
    position: newEvents.at(-1)?.seq ?? after,
  };
};

/** Sends the jobs that changed while the client was away, page by page, no faster than it reads. */
const replayJobs = async (
  ports: FollowPorts,
  { filter }: FollowRequest,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  let after = from;
  while (stream.isOpen) {
    const page = { filter, after, upTo, limit: JOBS_PAGE_SIZE };
    const jobs = await explainAll(ports, await readJobsSince(ports.db, page, ports.now()));
    stream.send(jobs.map((job) => jobFrame(job, job.seq)).join(''));
    await stream.drained();
    if (jobs.length < JOBS_PAGE_SIZE) return;
    after = jobs.at(-1)?.seq ?? after;
  }
};

const explainAll = async (
  { now, readReasons }: FollowPorts,
  views: readonly JobView[],
): Promise<ChangedJob[]> => {
  const at = now();
  const explain = await readReasons(
    views.map(({ job }) => job),
    at,
  );
  return views.map((view) => changedJob(view, explain, at));
};

const replayOneJob = async (
  ports: FollowPorts,
  jobId: string,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  const { db } = ports;
  const view = await readJob(db, jobId);
  if (view === undefined || view.job.lastSeq <= from) return;
  for (const job of await explainAll(ports, [view])) stream.send(jobFrame(job, null));
  let after = from;
  while (stream.isOpen) {
    const events = await readEvents(db, { jobId, after, before: upTo + 1, limit: EVENTS_PAGE_SIZE });
    stream.send(events.map(eventFrame).join(''));
    await stream.drained();
    if (events.length < EVENTS_PAGE_SIZE) return;
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
 * Sends changes of jobs to a stream. It follows the feed first, then replays what the client has missed up to there,
 * then sends the changes that came meanwhile: nothing is left out, and nothing is sent twice.
 */
export const followJobs = async (
  ports: FollowPorts,
  request: FollowRequest,
  stream: EventStream,
): Promise<void> => {
  const queued: Changes[] = [];
  let isReplaying = true;
  const start = ports.feed.position;
  let position = request.after ?? start;
  const send = (changes: Changes): void => {
    const { filter, jobId } = request;
    const batch =
      jobId === undefined
        ? framesOfJobs(changes, position, filter, ports.now())
        : framesOfOneJob(changes, position, jobId);
    if (batch.frames.length > 0) stream.send(batch.frames);
    position = batch.position;
  };
  const receive = (changes: Changes): void => {
    if (!isReplaying) send(changes);
    else if (queued.push(changes) > QUEUE_LIMIT) stream.end();
  };
  stream.onClose(ports.feed.follow({ jobId: request.jobId, receive }));
  stream.send(positionFrame(position));
  if (position < start) await replay(ports, request, stream, position, start);
  position = Math.max(position, start);
  for (const changes of queued) send(changes);
  isReplaying = false;
};
