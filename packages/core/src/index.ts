export { applyEvent, type Changed, replay, type Unchanged } from './job/apply-event.ts';
export {
  FAILURE_KINDS,
  type FailureKind,
  failureOf,
  type JobFailure,
  summarizeError,
} from './job/failure.ts';
export {
  ATTEMPT_OUTCOMES,
  type Attempt,
  type AttemptOutcome,
  CANCEL_OUTCOMES,
  type Cancel,
  type CancelOutcome,
  type Facts,
  type Instant,
  isTerminal,
  JOB_FLAGS,
  JOB_STATES,
  type JobFlag,
  type JobProgress,
  type JobState,
  type LatestMessage,
  type LinesDropped,
  LOG_LEVELS,
  type LogLevel,
  NON_TERMINAL_STATES,
  openAttempt,
  REASON_CODES,
  type Reason,
  type ReasonCode,
  SETTLED_STATES,
  STATE_LABELS,
  submittedJob,
  TERMINAL_STATES,
  type TerminalState,
  TRIGGERS,
  type Trigger,
  WAITING_STATES,
} from './job/job.ts';
export {
  EVENT_GROUPS,
  EVENT_KINDS,
  EVENTS_IN_GROUP,
  type EventGroup,
  type EventKind,
  EXTRACTOR_EVENT_KINDS,
  type ExtractorEventKind,
  isInGroup,
  type JobEvent,
  MATCHED_BY,
  type MatchedBy,
  type SentMessage,
} from './job/job-event.ts';
export { type JobFilter, matchesFilter } from './job/job-filter.ts';
export {
  type Comparison,
  type FilterableJob,
  instantOfQuery,
  type JobQuery,
  type JobTerm,
  matchesQuery,
  type PatternKey,
  partsOfPattern,
  type QueryTime,
  type SubjectKey,
  type TextKey,
} from './job/job-query.ts';
export { attemptRunMs, type ClockNote, type ClockSample, clockNote, jobTimes } from './job/times.ts';
export { lifecyclePage } from './lifecycle/lifecycle-page.ts';
export { interpretReport } from './matching/interpret-report.ts';
export { longestSilenceMs, type MatchableJob, matchReport } from './matching/match-report.ts';
export { type ChainLink, chainStopReason } from './policies/chain-limit.ts';
export { dispatchWindow } from './policies/dispatch-window.ts';
export {
  checkCancel,
  checkMissing,
  checkRemoveOutputs,
  checkResubmit,
  INELIGIBILITIES,
  type Ineligibility,
  type VersionChoice,
} from './policies/eligibility.ts';
export { failedByErrorQueue } from './policies/error-queue-evidence.ts';
export { checkLease, type LeaseTerms, leaseExpiry } from './policies/lease-policy.ts';
export { type QueueInspection, type Suspicion, suspectLostMessages } from './policies/lost-messages.ts';
export { failedInOutage, type Outage } from './policies/outage-policy.ts';
export { redactKeys } from './policies/redact-keys.ts';
export {
  checkSilence,
  type Silence,
  type SilenceTerms,
  type UsualGap,
} from './policies/silence-policy.ts';
export { formatDuration } from './reason/durations.ts';
export { type RunTimes, SIZE_BOUNDS } from './reason/estimate-wait.ts';
export {
  type BrokerState,
  type ExtractorFacts,
  explainJob,
  explainUnattended,
  type LineFacts,
} from './reason/explain-job.ts';
export { REASONS } from './reason/reason-descriptions.ts';
export { reasonOf } from './reason/reason-texts.ts';
export {
  COMPARED,
  compareVersions,
  type Verdict,
  type VersionFigures,
} from './statistics/compare-versions.ts';
export { type EndedJob, endedJob, MEASURES, type Measure } from './statistics/ended-job.ts';
export {
  BUCKET_BOUNDS,
  bucketOf,
  countValues,
  type Histogram,
  mergeHistograms,
  middleOfBucket,
  quantile,
} from './statistics/histogram.ts';
export { matchesFileType } from './triggers/patterns.ts';
export {
  type DataChange,
  type DatasetOperation,
  type ExtractorCandidate,
  isOffInSpaces,
  type MetadataOperation,
  type SelectionContext,
  type SpaceChoices,
  type Subscription,
  selectExtractors,
  wantsChange,
} from './triggers/select-extractors.ts';
