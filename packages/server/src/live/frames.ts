import { eventToWire } from '../http/jobs/event-to-wire.ts';
import type { StoredEvent } from '../store/jobs/event-row.ts';
import type { ChangedJob } from './changed-job.ts';

const idLine = (seq: number | null): string => (seq === null ? '' : `id: ${seq}\n`);

/** JSON has no line breaks in it, so one `data:` line holds it. */
export const jobFrame = (job: ChangedJob, seq: number | null): string =>
  `event: job\n${idLine(seq)}data: ${job.json()}\n\n`;

/** Frames of jobs, as bytes. */
export type WriteJobs = (jobs: readonly ChangedJob[]) => Uint8Array;

/** Streams that want the same jobs share the bytes: hundreds may be open, and few differ in what they want. */
export const jobsWriter = (): WriteJobs => {
  const written = new Map<string, Uint8Array>();
  return (jobs) => {
    const key = jobs.map(({ seq }) => seq).join();
    const frames = written.get(key) ?? Buffer.from(jobs.map((job) => jobFrame(job, job.seq)).join(''));
    written.set(key, frames);
    return frames;
  };
};

export const eventFrame = (event: StoredEvent): string =>
  `event: event\n${idLine(event.seq)}data: ${JSON.stringify(eventToWire(event))}\n\n`;

/** Where the stream begins: a client that is cut off before anything happened resumes from here. */
export const positionFrame = (seq: number): string =>
  `event: position\n${idLine(seq)}data: ${JSON.stringify({ seq })}\n\n`;

export const KEEP_ALIVE = ': keep-alive\n\n';
