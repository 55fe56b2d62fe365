import {
  attemptRunMs,
  type ClockNote,
  type Instant,
  type JobFilter,
  type JobProgress,
  jobTimes,
} from '@pawprint/core';
import type {
  Attempt,
  ExtractorGroup,
  Job,
  JobFilterQuery,
  JobOutput,
  JobWithAttempts,
} from '@pawprint/protocol';
import { type Reader, responsibleUser } from '../model/caller.ts';
import type { Explain, ExtractorJobs, JobView } from '../model/job.ts';
import { attemptOfOutput, type StoredOutput } from '../model/output.ts';
import { reasonOrNull } from './reason.ts';
import { time, timeOrNull } from './time.ts';

const cancelToWire = ({ job, cancelRequestedBy }: JobView): Job['cancel'] => {
  const { cancel } = job.progress;
  return (
    cancel && {
      requested_by: cancelRequestedBy,
      requested_at: time(cancel.requestedAt),
      outcome: cancel.outcome,
    }
  );
};

const timesToWire = (progress: JobProgress, now: Instant) => {
  const { waitMs, earlierMs, retryMs, runMs, elapsedMs } = jobTimes(progress, now);
  return { wait_ms: waitMs, earlier_ms: earlierMs, retry_ms: retryMs, run_ms: runMs, elapsed_ms: elapsedMs };
};

const progressToWire = (progress: JobProgress) => ({
  state: progress.state,
  flags: [...progress.flags],
  extractor_version: progress.extractorVersion,
  extractor_version_candidates: [...progress.versionCandidates],
  attempt_count: progress.attempts.length,
  submitted_at: time(progress.submittedAt),
  queued_at: timeOrNull(progress.queuedAt),
  started_at: timeOrNull(progress.startedAt),
  finished_at: timeOrNull(progress.finishedAt),
  last_event_at: time(progress.lastEventAt),
  progress: progress.progress,
  latest: progress.latest && { ...progress.latest, at: time(progress.latest.at) },
  error: progress.error,
  resubmitted_as: [...progress.resubmittedAs],
  lines_dropped: progress.linesDropped && {
    by_level: progress.linesDropped.byLevel,
    silent_ms: progress.linesDropped.silentMs,
  },
});

/** @param now decides how long a job that has not ended took */
export const jobToWire = (view: JobView, explain: Explain, now: Instant): Job => {
  const { facts, progress, eventCounts } = view.job;
  const { type, id, name } = facts.resource;
  return {
    id: facts.id,
    extractor: facts.extractor,
    resource: { type, id, name },
    dataset_id: facts.datasetId,
    cause: facts.cause,
    trigger: facts.trigger,
    submitted_by: view.submittedBy,
    parameters: { ...facts.parameters },
    chain: facts.chain.map(({ jobId, extractor }) => ({ job_id: jobId, extractor })),
    resubmit_of: facts.resubmitOf,
    ...progressToWire(progress),
    ...timesToWire(progress, now),
    reason: reasonOrNull(explain(view.job)),
    cancel: cancelToWire(view),
    event_counts: { ...eventCounts, extractor: eventCounts.all - eventCounts.server },
  };
};

const attemptToWire = (attempt: JobProgress['attempts'][number], now: Instant): Attempt => ({
  number: attempt.number,
  outcome: attempt.outcome,
  started_at: time(attempt.startedAt),
  ended_at: timeOrNull(attempt.endedAt),
  run_ms: attemptRunMs(attempt, now),
  instance_id: attempt.instanceId,
  extractor_version: attempt.extractorVersion,
  extractor_version_candidates: [...attempt.versionCandidates],
  error: attempt.error,
  reason: attempt.reason,
});

export const jobWithAttemptsToWire = (
  view: JobView,
  explain: Explain,
  clock: ClockNote | null,
  now: Instant,
): JobWithAttempts => ({
  ...jobToWire(view, explain, now),
  attempts: view.job.progress.attempts.map((attempt) => attemptToWire(attempt, now)),
  clock: clockToWire(clock),
});

export const clockToWire = (clock: ClockNote | null): JobWithAttempts['clock'] =>
  clock && { cause: clock.cause, offset_ms: Math.round(clock.offsetMs), text: clock.text };

/** @param superseded the superseded versions of the job's extractor */
export const outputToWire = (
  output: StoredOutput,
  job: JobView['job'],
  superseded: ReadonlySet<string>,
): JobOutput => {
  const attempt = attemptOfOutput(job, output);
  return {
    kind: output.kind,
    id: output.id,
    name: output.name,
    mime: output.mime,
    size_bytes: output.sizeBytes,
    sha256: output.sha256,
    resource: output.resource,
    attempt: attempt?.number ?? output.attempt,
    instance_id: attempt?.instanceId ?? null,
    extractor_version: attempt?.extractorVersion ?? null,
    extractor_version_candidates: [...(attempt?.versionCandidates ?? [])],
    is_superseded: superseded.has(attempt?.extractorVersion ?? ''),
    created_at: time(output.createdAt),
  };
};

export const extractorJobsToWire = (
  { extractor, total, states, jobs, next }: ExtractorJobs,
  explain: Explain,
  now: Instant,
): ExtractorGroup => ({
  extractor,
  latest_job: jobToWire(jobs[0], explain, now),
  jobs_total: total,
  states: { ...states },
  jobs: jobs.map((view) => jobToWire(view, explain, now)),
  next,
});

export const jobFilterFromWire = (query: JobFilterQuery, caller: Reader): JobFilter =>
  dropAbsent<JobFilter>({
    resourceId: query.resource_id?.toLowerCase(),
    datasetId: query.dataset_id?.toLowerCase(),
    extractor: query.extractor,
    version: query.version,
    states: query.state,
    flag: query.flag,
    submittedBy: query.submitted_by === undefined ? undefined : submitterOf(query.submitted_by, caller),
    trigger: query.trigger,
    since: query.since === undefined ? undefined : Date.parse(query.since),
    until: query.until === undefined ? undefined : Date.parse(query.until),
    minElapsedMs: query.min_elapsed_ms,
    q: query.q,
  });

/** `me` is the caller or, for an extractor, the person its job runs for; for nobody it is nobody. */
const submitterOf = (submittedBy: string, caller: Reader): string =>
  submittedBy === 'me' ? (responsibleUser(caller) ?? '') : submittedBy;

const dropAbsent = <T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
