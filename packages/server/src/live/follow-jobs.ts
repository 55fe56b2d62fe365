import { createWakeup } from '@pawprint/async';
import { type Instant, type JobFilter, matchesFilter } from '@pawprint/core';
import type { ReaderCheck, Visible } from '../access/reader-check.ts';
import { type EventPorts, readJobEvents } from '../jobs/archive/read-job-events.ts';
import type { ReadReasons } from '../jobs/explain-jobs.ts';
import { EVERYTHING } from '../model/grant.ts';
import type { JobView } from '../model/job.ts';
import { readJob, readJobsSince } from '../store/jobs/read-jobs.ts';
import type { ChangeFeed, Changes } from './change-feed.ts';
import type { EventStream } from './event-stream.ts';
import { type ChangedJob, changedJob, eventFrame, jobFrame, positionFrame } from './frames.ts';

const JOBS_PAGE_SIZE = 200;
const EVENTS_PAGE_SIZE = 1_000;
/** Changes that come during the replay, or while rights are checked, wait. Beyond this many the stream ends, and the client resumes. */
const QUEUE_LIMIT = 1_000;

export interface FollowRequest {
  /** Whose stream it is. Nothing is sent of datasets that the reader does not see. */
  readonly reader: ReaderCheck;
  /** The person whose notifications are announced on it. */
  readonly readerId?: string | undefined;
  readonly filter: JobFilter;
  /** Follows only this job, with its events, and ignores the filter. */
  readonly jobId?: string | undefined;
  /** The last seq the client has received. Absent: only changes from now on are sent. */
  readonly after?: number | undefined;
}

/** A client that resumes after old events of a job receives those that are archived, too. */
export interface FollowPorts extends EventPorts {
  readonly now: () => Instant;
  readonly readReasons: ReadReasons;
  readonly feed: ChangeFeed;
}

interface Batch {
  readonly frames: string | Uint8Array;
  /** The last seq the client has received with these frames. */
  readonly position: number;
}

/** The jobs on a page of changes that the reader wants and has not received. */
const selectJobs = (
  { jobs }: Changes,
  after: number,
  { filter, jobId }: FollowRequest,
  now: Instant,
): ChangedJob[] =>
  jobs.filter((job) =>
    jobId === undefined
      ? job.seq > after && matchesFilter(job.filterable, filter, now)
      : job.id === jobId && job.seq > after,
  );

const framesOfJobs = (
  { position, encode }: Changes,
  wanted: readonly ChangedJob[],
  after: number,
): Batch => ({
  frames: encode(wanted),
  position: Math.max(after, position),
});

/** The job's frame comes first and has no id: a client cut off between it and its events resumes before both. */
const framesOfOneJob = (
  { events }: Changes,
  wanted: readonly ChangedJob[],
  after: number,
  jobId: string,
): Batch => {
  const job = wanted.map((changed) => jobFrame(changed, null));
  const newEvents = events.filter((event) => event.jobId === jobId && event.seq > after);
  return {
    frames: [...job, ...newEvents.map(eventFrame)].join(''),
    position: newEvents.at(-1)?.seq ?? after,
  };
};

/** Sends the jobs that changed while the client was away, page by page, no faster than it reads. */
const replayJobs = async (
  ports: FollowPorts,
  { filter, reader }: FollowRequest,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  let after = from;
  while (stream.isOpen) {
    const visible = await reader.selectVisible([]);
    if (visible === null) return stream.end();
    const page = { grant: visible.grant, filter, after, upTo, limit: JOBS_PAGE_SIZE };
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
  { reader }: FollowRequest,
  jobId: string,
  stream: EventStream,
  from: number,
  upTo: number,
): Promise<void> => {
  const view = await readJob(ports.db, jobId);
  if (view === undefined || view.job.lastSeq <= from) return;
  const { datasetId } = view.job.facts;
  const [job] = await explainAll(ports, [view]);
  let after = from;
  while (stream.isOpen) {
    if (!(await seesDataset(reader, datasetId))) return stream.end();
    if (job !== undefined && after === from) stream.send(jobFrame(job, null));
    const page = { jobId, after, before: upTo + 1, limit: EVENTS_PAGE_SIZE };
    const { events } = await readJobEvents(ports, page);
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
    : replayOneJob(ports, request, request.jobId, stream, from, upTo);

/**
 * Sends changes of jobs to a stream. It follows the feed first, then replays what the client has missed up to there,
 * then sends the changes that came meanwhile: nothing is left out, and nothing is sent twice.
 */
export const followJobs = async (
  ports: FollowPorts,
  request: FollowRequest,
  stream: EventStream,
): Promise<void> => {
  const pending: Changes[] = [];
  const wakeup = createWakeup();
  const start = ports.feed.position;
  let position = request.after ?? start;
  const receive = (changes: Changes): void => {
    if (pending.push(changes) > QUEUE_LIMIT) stream.end();
    wakeup.wake();
  };
  stream.onClose(ports.feed.follow({ jobId: request.jobId, receive }));
  stream.onClose(() => wakeup.wake());
  stream.send(positionFrame(position));
  if (position < start) await replay(ports, request, stream, position, start);
  position = Math.max(position, start);
  while (stream.isOpen) {
    for (let changes = pending.shift(); changes && stream.isOpen; changes = pending.shift())
      position = await sendChanges(ports, request, stream, changes, position);
    await wakeup.wait();
  }
};

/** Answers the position of the stream afterwards. The stream ends if its reader no longer sees the job it follows. */
const sendChanges = async (
  { now }: FollowPorts,
  request: FollowRequest,
  stream: EventStream,
  changes: Changes,
  after: number,
): Promise<number> => {
  const { jobId, reader } = request;
  const selected = selectJobs(changes, after, request, now());
  const visible = selected.length === 0 ? ALL : await reader.selectVisible(selected.flatMap(datasetOf));
  if (visible === null) stream.end();
  const wanted = selected.filter(({ filterable }) => visible?.has(filterable.datasetId));
  if (jobId !== undefined && wanted.length < selected.length) stream.end();
  const batch =
    jobId === undefined
      ? framesOfJobs(changes, wanted, after)
      : framesOfOneJob(changes, wanted, after, jobId);
  if (batch.frames.length > 0) stream.send(batch.frames);
  return batch.position;
};

const ALL: Visible = { grant: EVERYTHING, has: () => true };

const datasetOf = ({ filterable: { datasetId } }: ChangedJob): readonly string[] =>
  datasetId === null ? [] : [datasetId];

const seesDataset = async (reader: ReaderCheck, datasetId: string | null): Promise<boolean> => {
  const visible = await reader.selectVisible(datasetId === null ? [] : [datasetId]);
  return visible?.has(datasetId) ?? false;
};
