import type {
  AttemptOutcome,
  CancelOutcome,
  ChainLink,
  EventKind,
  Facts,
  FailureKind,
  JobFlag,
  JobState,
  LinesDropped,
  LogLevel,
  MatchedBy,
  Measure,
  ReasonCode,
  TerminalState,
  Trigger,
} from '@pawprint/core';
import type { ColumnType } from 'kysely';
import type { Lane, RecordedChange } from '../../model/job.ts';
import type { JobView } from '../../model/job-view.ts';
import type { Defaulted, JsonOrDefault, JsonOrNull, Nullable, Time, TimeOrNull } from './columns.ts';

export interface JobTable {
  id: string;
  extractor: string;
  extractor_version: Nullable<string>;
  version_candidates: Defaulted<string[]>;
  resource_type: 'file' | 'dataset';
  resource_id: string;
  resource_name: string;
  resource_size_bytes: Nullable<number>;
  resource_mime: Nullable<string>;
  dataset_id: Nullable<string>;
  cause_type: Nullable<'file' | 'dataset'>;
  cause_id: Nullable<string>;
  cause_name: Nullable<string>;
  trigger: Trigger;
  submitted_by: Nullable<string>;
  parameters: JsonOrDefault<Record<string, unknown>>;
  resubmit_of: Nullable<string>;
  resubmitted_as: Defaulted<string[]>;
  chain: JsonOrDefault<ChainLink[]>;
  priority: Defaulted<number>;
  occasion: JsonOrNull<RecordedChange>;
  lane: Nullable<Lane>;
  sent_at: TimeOrNull;
  state: JobState;
  flags: Defaulted<JobFlag[]>;
  attempt_count: Defaulted<number>;
  submitted_at: Time;
  queued_at: TimeOrNull;
  started_at: TimeOrNull;
  finished_at: TimeOrNull;
  last_event_at: Time;
  last_seq: number;
  progress: Nullable<number>;
  latest_kind: Nullable<string>;
  latest_message: Nullable<string>;
  latest_at: TimeOrNull;
  error_message: Nullable<string>;
  error_attempt: Nullable<number>;
  reason: Nullable<string>;
  reason_code: Nullable<ReasonCode>;
  reason_facts: JsonOrNull<Facts>;
  cancel_requested_by: Nullable<string>;
  cancel_requested_at: TimeOrNull;
  cancel_outcome: Nullable<CancelOutcome>;
  available_at: Time;
  event_count: Defaulted<number>;
  server_event_count: Defaulted<number>;
  error_event_count: Defaulted<number>;
  lines_dropped: JsonOrNull<LinesDropped>;
  /** The id of its failure, while it needs attention. */
  failure: Nullable<string>;
  /** Computed by PostgreSQL when the job has ended. */
  elapsed_ms: ColumnType<number | null, never, never>;
}

export interface JobAttemptTable {
  job_id: string;
  number: number;
  outcome: AttemptOutcome;
  started_at: Time;
  ended_at: TimeOrNull;
  instance_id: Nullable<string>;
  extractor_version: Nullable<string>;
  is_presumed: Defaulted<boolean>;
  version_candidates: Defaulted<string[]>;
  error: Nullable<string>;
  reason: Nullable<string>;
  lease_id: Nullable<string>;
  lease_expires_at: TimeOrNull;
}

export interface JobEventTable {
  seq: number;
  number: number;
  id: string;
  job_id: string;
  attempt: Nullable<number>;
  kind: EventKind;
  level: Nullable<LogLevel>;
  message: string;
  received_at: Time;
  reported_at: TimeOrNull;
  reported: Nullable<string>;
  matched_by: MatchedBy;
  late: Defaulted<boolean>;
  data: JsonOrNull<Record<string, unknown>>;
}

export interface EventArchiveTable {
  blob_key: string;
  month: ColumnType<Date, string, string>;
  size_bytes: number;
  sha256: string;
  event_count: number;
  first_seq: number;
  last_seq: number;
  first_at: Time;
  last_at: Time;
  archived_at: Time;
  dropped_at: TimeOrNull;
}

/** How many jobs of an extractor in a dataset, on its files too, are in a state. Kept by `appendEvents`. */
export interface JobTotalTable {
  dataset_id: string;
  extractor: string;
  state: JobState;
  jobs: number;
}

/** The state of the latest job of each extractor on a file. Kept by `appendEvents`. */
export interface LatestStateTable {
  dataset_id: string;
  file_id: string;
  states: Record<string, JobState>;
  bits: number;
}

/** A saved view, see `model/job-view.ts`. */
export interface JobViewTable {
  id: string;
  name: string;
  query: string;
  sort: JobView['sort'];
  columns: Nullable<readonly string[]>;
  created_by: Nullable<string>;
  /** Null where it is shared. */
  private_to: Nullable<string>;
  created_at: Time;
  changed_at: Time;
}

/** What jobs that need attention have in common, and what operators have written to it. */
export interface FailureTable {
  id: string;
  kind: FailureKind;
  extractor: string;
  version: Nullable<string>;
  fingerprint: string;
  known_at: TimeOrNull;
  known_by: Nullable<string>;
  note: Nullable<string>;
  note_at: TimeOrNull;
  note_by: Nullable<string>;
}

/** How many jobs of a failure there are in an hour, a dataset and of a person. Kept by `appendEvents`. */
export interface FailureTotalTable {
  hour: Time;
  dataset_id: string;
  failure: string;
  submitted_by: string;
  jobs: number;
  first_at: Time;
  last_at: Time;
  last_job: Nullable<string>;
}

/** How many jobs of a version ended in a state within an hour, counted since 1970. Kept by `appendEvents`. */
export interface EndedJobTable {
  extractor: string;
  hour: number;
  version: string;
  state: TerminalState;
  jobs: number;
  retried: number;
}

export interface EndedJobMeasureTable {
  extractor: string;
  hour: number;
  version: string;
  measure: Measure;
  bucket: number;
  jobs: number;
}
