import { attemptRunMs, type Instant, type JobProgress, jobTimes } from '@pawprint/core';
import type { Attempt, Event, Job, JobWithAttempts } from '@pawprint/protocol';
import type { JobView } from '../model/job.ts';
import type { StoredEvent } from '../model/job-change.ts';
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
  attempt_count: progress.attempts.length,
  submitted_at: time(progress.submittedAt),
  queued_at: timeOrNull(progress.queuedAt),
  started_at: timeOrNull(progress.startedAt),
  finished_at: timeOrNull(progress.finishedAt),
  last_event_at: time(progress.lastEventAt),
  progress: progress.progress,
  latest: progress.latest && { ...progress.latest, at: time(progress.latest.at) },
  error: progress.error,
  reason: progress.reason,
  resubmitted_as: [...progress.resubmittedAs],
});

/** @param now decides how long a job that has not ended took */
export const jobToWire = (view: JobView, now: Instant): Job => {
  const { facts, progress } = view.job;
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
    resubmit_of: facts.resubmitOf,
    ...progressToWire(progress),
    ...timesToWire(progress, now),
    cancel: cancelToWire(view),
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
  error: attempt.error,
  reason: attempt.reason,
});

export const jobWithAttemptsToWire = (view: JobView, now: Instant): JobWithAttempts => ({
  ...jobToWire(view, now),
  attempts: view.job.progress.attempts.map((attempt) => attemptToWire(attempt, now)),
});

export const eventToWire = (event: StoredEvent): Event => ({
  seq: event.seq,
  id: event.id,
  job_id: event.jobId,
  attempt: event.recordedAttempt,
  kind: event.kind,
  level: event.level ?? null,
  message: event.message,
  progress: event.progress ?? null,
  received_at: time(event.receivedAt),
  reported_at: timeOrNull(event.reportedAt),
  reported: event.reported,
  matched_by: event.matchedBy,
  late: event.late,
});
