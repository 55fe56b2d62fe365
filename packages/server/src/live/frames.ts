import { type FilterableJob, type Instant, WAITING_STATES } from '@pawprint/core';
import { failureOfJob } from '../model/failure.ts';
import type { Explain, JobView } from '../model/job.ts';
import type { StoredEvent } from '../model/job-change.ts';
import { eventToWire } from '../wire/event.ts';
import { jobToWire } from '../wire/job.ts';

/** A job that has changed, as the streams send it. */
export interface ChangedJob {
  readonly id: string;
  readonly seq: number;
  readonly filterable: FilterableJob;
  /** It waits for an instance of its extractor, which may claim it. */
  readonly isWaiting: boolean;
  /** The job as JSON, made once for all streams. */
  json(): string;
}

export const toFilterableJob = ({ job }: JobView): FilterableJob => {
  const { facts, progress } = job;
  return {
    id: facts.id,
    resourceId: facts.resource.id,
    resourceName: facts.resource.name,
    datasetId: facts.datasetId,
    extractor: facts.extractor,
    extractorVersion: progress.extractorVersion,
    state: progress.state,
    flags: progress.flags,
    submittedBy: facts.submittedBy,
    trigger: facts.trigger,
    submittedAt: progress.submittedAt,
    finishedAt: progress.finishedAt,
    attempts: progress.attempts.length,
    failure: failureOfJob(job)?.failure.id ?? null,
    latest: progress.latest?.message ?? null,
    error: progress.error?.message ?? null,
  };
};

export const changedJob = (view: JobView, explain: Explain, now: Instant): ChangedJob => {
  let json: string | undefined;
  return {
    id: view.job.facts.id,
    seq: view.job.lastSeq,
    filterable: toFilterableJob(view),
    isWaiting: WAITING_STATES.includes(view.job.progress.state),
    json: () => (json ??= JSON.stringify(jobToWire(view, explain, now))),
  };
};

const idLine = (seq: number | null): string => (seq === null ? '' : `id: ${seq}\n`);

/** JSON contains no line breaks, so one `data:` line holds it. */
export const jobFrame = (job: ChangedJob, seq: number | null): string =>
  `event: job\n${idLine(seq)}data: ${job.json()}\n\n`;

/** Frames of jobs, as bytes. */
export type EncodeJobs = (jobs: readonly ChangedJob[]) => Uint8Array;

/** Streams that want the same jobs share the bytes: hundreds may be open, and few differ in their filter. */
export const createJobsEncoder = (): EncodeJobs => {
  const encoded = new Map<string, Uint8Array>();
  return (jobs) => {
    const key = jobs.map(({ seq }) => seq).join();
    const frames = encoded.get(key) ?? Buffer.from(jobs.map((job) => jobFrame(job, job.seq)).join(''));
    encoded.set(key, frames);
    return frames;
  };
};

export const eventFrame = (event: StoredEvent): string =>
  `event: event\n${idLine(event.seq)}data: ${JSON.stringify(eventToWire(event))}\n\n`;

/** Where the stream begins. A client that loses the connection before the first change resumes from here. */
export const positionFrame = (seq: number): string =>
  `event: position\n${idLine(seq)}data: ${JSON.stringify({ seq })}\n\n`;

/** The reader has notifications that are new or have changed. It has no id: a client that resumes looks for itself. */
export const NOTIFIED = 'event: notified\ndata: {}\n\n';

export const KEEP_ALIVE = ': keep-alive\n\n';
