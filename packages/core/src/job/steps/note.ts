import type { JobProgress, LatestMessage } from '../job.ts';
import type { JobEvent } from '../job-event.ts';
import type { Moment } from '../moment.ts';

/** An empty message tells nothing, so the one before it stays in sight. */
const latestAfter = (job: JobProgress, { event, at }: Moment): LatestMessage | null =>
  /\S/.test(event.message) ? { kind: event.kind, message: event.message, at } : job.latest;

const progressAfter = (job: JobProgress, { kind, progress }: JobEvent): number | null => {
  if (kind !== 'PROGRESS' || progress === undefined || !Number.isFinite(progress)) return job.progress;
  return Math.min(1, Math.max(0, progress));
};

/** What the extractor says it does, and how far it is. */
export const note = (job: JobProgress, moment: Moment): JobProgress => ({
  ...job,
  latest: latestAfter(job, moment),
  progress: progressAfter(job, moment.event),
});
