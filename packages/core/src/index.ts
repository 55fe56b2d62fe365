export { applyEvent, type Changed, type Unchanged } from './job/apply-event.ts';
export {
  ATTEMPT_OUTCOMES,
  type Attempt,
  type AttemptOutcome,
  CANCEL_OUTCOMES,
  type Cancel,
  type CancelOutcome,
  type Instant,
  isTerminal,
  JOB_FLAGS,
  JOB_STATES,
  type JobFlag,
  type JobProgress,
  type JobState,
  type LatestMessage,
  openAttempt,
  TERMINAL_STATES,
  type TerminalState,
  TRIGGERS,
  type Trigger,
} from './job/job.ts';
export {
  EVENT_KINDS,
  type EventKind,
  EXTRACTOR_EVENT_KINDS,
  type ExtractorEventKind,
  type JobEvent,
  LOG_LEVELS,
  type LogLevel,
  MATCHED_BY,
  type MatchedBy,
  SERVER_EVENT_KINDS,
  type ServerEventKind,
} from './job/job-event.ts';
export { type FilterSubject, type JobFilter, matchesFilter } from './job/job-filter.ts';
export { END_KINDS, type EndKind } from './job/reported-end.ts';
export { NON_TERMINAL_STATES, SETTLED_STATES, WAITING_STATES } from './job/state-groups.ts';
export { STATE_LABELS } from './job/state-labels.ts';
export { replay, type Submission, submittedJob } from './job/submitted-job.ts';
export { attemptRunMs, type JobTimes, jobTimes } from './job/times.ts';
export { UNCHANGED_REASONS, type UnchangedReason } from './job/transition.ts';
export { lifecyclePage } from './lifecycle/lifecycle-page.ts';
export { goesOn, longestSilenceMs, type RunSoFar } from './matching/inferred-run.ts';
export {
  type Match,
  type MatchableJob,
  matchReport,
  type Surroundings,
  type UnmatchedReport,
} from './matching/match-report.ts';
export { dispatchWindow } from './policies/dispatch-window.ts';
export {
  hasRunOut,
  judgeLease,
  type Lease,
  type LeaseTerms,
  type LeaseVerdict,
  leaseExpiry,
} from './policies/lease-policy.ts';
export { redactKeys } from './policies/redact-keys.ts';
export {
  attemptsWithoutEnd,
  judgeSilence,
  type Silence,
  type SilenceTerms,
  type SilenceVerdict,
} from './policies/silence-policy.ts';
export { writtenDuration } from './policies/written-duration.ts';
export {
  extractorsFor,
  type SpaceChoices,
  type TriggerCandidate,
  type TriggerContext,
} from './triggers/extractors-for.ts';
export { matchesFileType } from './triggers/file-type.ts';
export {
  DATASET_OPERATIONS,
  type DatasetOperation,
  METADATA_OPERATIONS,
  type MetadataOperation,
  type TriggerEvent,
} from './triggers/trigger-event.ts';
export { isTriggeredBy, type Triggers } from './triggers/triggers.ts';
