import { type FilterSubject, type Instant, WAITING_STATES } from '@pawprint/core';
import { jobToWire } from '../http/jobs/job-to-wire.ts';
import type { JobView } from '../store/jobs/job-view.ts';

/** A job that something happened to, as every stream passes it on. */
export interface ChangedJob {
  readonly id: string;
  readonly seq: number;
  readonly subject: FilterSubject;
  /** It waits: an instance of its extractor may have it. */
  readonly waits: boolean;
  /** The job as JSON, written out once for however many streams. */
  json(): string;
}

export const filterSubjectOf = ({ job: { facts, progress } }: JobView): FilterSubject => ({
  resourceId: facts.resource.id,
  datasetId: facts.datasetId,
  extractor: facts.extractor,
  extractorVersion: progress.extractorVersion,
  state: progress.state,
  flags: progress.flags,
  submittedBy: facts.submittedBy,
  trigger: facts.trigger,
  submittedAt: progress.submittedAt,
  finishedAt: progress.finishedAt,
  latest: progress.latest?.message ?? null,
  error: progress.error?.message ?? null,
});

export const changedJob = (view: JobView, now: Instant): ChangedJob => {
  let json: string | undefined;
  return {
    id: view.job.facts.id,
    seq: view.job.lastSeq,
    subject: filterSubjectOf(view),
    waits: WAITING_STATES.includes(view.job.progress.state),
    json: () => (json ??= JSON.stringify(jobToWire(view, now))),
  };
};
