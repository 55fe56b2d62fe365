import type { Cancel, JobProgress, LatestMessage, Reason } from '@pawprint/core';
import type { Selectable } from 'kysely';
import type { Person } from '../../model/caller.ts';
import type { Job, JobFacts, JobView, Resource } from '../../model/job.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import type { JobTable } from '../schema/jobs.ts';
import { type AttemptRow, rowToAttempt, rowToLeases } from './attempt-row.ts';
import type { ColumnTypes } from './unnest-rows.ts';

export type JobRow = Selectable<JobTable>;

/** @param attempts of this job, in the order of their numbers */
export const rowToJob = (row: JobRow, attempts: readonly AttemptRow[]): Job => ({
  facts: factsOf(row),
  progress: progressOf(row, attempts),
  lane: row.lane,
  leases: attempts.flatMap(rowToLeases),
  lastSeq: row.last_seq,
  eventCounts: { all: row.event_count, server: row.server_event_count, errors: row.error_event_count },
});

const factsOf = (row: JobRow): JobFacts => ({
  id: row.id,
  extractor: row.extractor,
  resource: {
    type: row.resource_type,
    id: row.resource_id,
    name: row.resource_name,
    sizeBytes: row.resource_size_bytes,
    mime: row.resource_mime,
  },
  datasetId: row.dataset_id,
  cause: causeOf(row),
  trigger: row.trigger,
  submittedBy: row.submitted_by,
  parameters: row.parameters,
  resubmitOf: row.resubmit_of,
  priority: row.priority,
  dataChange: row.occasion,
  chain: row.chain,
});

const causeOf = (row: JobRow): Resource | null =>
  row.cause_type === null || row.cause_id === null
    ? null
    : { type: row.cause_type, id: row.cause_id, name: row.cause_name ?? '' };

const progressOf = (row: JobRow, attempts: readonly AttemptRow[]): JobProgress => ({
  state: row.state,
  flags: new Set(row.flags),
  attempts: attempts.map(rowToAttempt),
  submittedAt: instantOf(row.submitted_at),
  queuedAt: instantOrNull(row.queued_at),
  startedAt: instantOrNull(row.started_at),
  finishedAt: instantOrNull(row.finished_at),
  lastEventAt: instantOf(row.last_event_at),
  progress: row.progress,
  latest: latestOf(row),
  error: errorOf(row),
  reason: reasonOf(row),
  cancel: cancelOf(row),
  extractorVersion: row.extractor_version,
  versionCandidates: row.version_candidates,
  resubmittedAs: row.resubmitted_as,
  linesDropped: row.lines_dropped,
});

const latestOf = (row: JobRow): LatestMessage | null =>
  row.latest_kind === null || row.latest_at === null
    ? null
    : { kind: row.latest_kind, message: row.latest_message ?? '', at: instantOf(row.latest_at) };

const errorOf = (row: JobRow): JobProgress['error'] =>
  row.error_attempt === null ? null : { message: row.error_message ?? '', attempt: row.error_attempt };

const reasonOf = (row: JobRow): Reason | null =>
  row.reason === null || row.reason_code === null
    ? null
    : { code: row.reason_code, text: row.reason, facts: row.reason_facts ?? {} };

const cancelOf = (row: JobRow): Cancel | null =>
  row.cancel_requested_at === null
    ? null
    : {
        requestedBy: row.cancel_requested_by,
        requestedAt: instantOf(row.cancel_requested_at),
        outcome: row.cancel_outcome,
      };

/** The attempts are read as JSON within the row of their job, so that a list of jobs needs one query. */
export type JobViewRow = JobRow & {
  readonly attempts: AttemptRow[];
  readonly submitter_name: string | null;
  readonly canceller_name: string | null;
};

export const rowToJobView = (row: JobViewRow): JobView => ({
  job: rowToJob(row, row.attempts),
  submittedBy: personOf(row.submitted_by, row.submitter_name),
  cancelRequestedBy: personOf(row.cancel_requested_by, row.canceller_name),
});

const personOf = (id: string | null, name: string | null): Person | null =>
  id === null ? null : { id, name: name ?? '' };

export const factsToRow = (facts: JobFacts) => ({
  id: facts.id,
  extractor: facts.extractor,
  resource_type: facts.resource.type,
  resource_id: facts.resource.id,
  resource_name: facts.resource.name,
  resource_size_bytes: facts.resource.sizeBytes,
  resource_mime: facts.resource.mime,
  dataset_id: facts.datasetId,
  cause_type: facts.cause?.type ?? null,
  cause_id: facts.cause?.id ?? null,
  cause_name: facts.cause?.name ?? null,
  trigger: facts.trigger,
  submitted_by: facts.submittedBy,
  parameters: JSON.stringify(facts.parameters),
  resubmit_of: facts.resubmitOf,
  priority: facts.priority,
  chain: JSON.stringify(facts.chain),
  occasion: facts.dataChange === null ? null : JSON.stringify(facts.dataChange),
});

export const progressToRow = (progress: JobProgress) => ({
  state: progress.state,
  flags: [...progress.flags],
  attempt_count: progress.attempts.length,
  submitted_at: timeOf(progress.submittedAt),
  queued_at: timeOrNull(progress.queuedAt),
  started_at: timeOrNull(progress.startedAt),
  finished_at: timeOrNull(progress.finishedAt),
  last_event_at: timeOf(progress.lastEventAt),
  progress: progress.progress,
  latest_kind: progress.latest?.kind ?? null,
  latest_message: progress.latest?.message ?? null,
  latest_at: timeOrNull(progress.latest?.at ?? null),
  error_message: progress.error?.message ?? null,
  error_attempt: progress.error?.attempt ?? null,
  reason: progress.reason?.text ?? null,
  reason_code: progress.reason?.code ?? null,
  reason_facts: progress.reason && JSON.stringify(progress.reason.facts),
  cancel_requested_by: progress.cancel?.requestedBy ?? null,
  cancel_requested_at: timeOrNull(progress.cancel?.requestedAt ?? null),
  cancel_outcome: progress.cancel?.outcome ?? null,
  extractor_version: progress.extractorVersion,
  version_candidates: [...progress.versionCandidates],
  resubmitted_as: [...progress.resubmittedAs],
  lines_dropped: progress.linesDropped === null ? null : JSON.stringify(progress.linesDropped),
});

/** The columns that events change, so without `submitted_at`. */
export const PROGRESS_TYPES = {
  state: 'text',
  flags: 'text[]',
  attempt_count: 'integer',
  queued_at: 'timestamptz',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  last_event_at: 'timestamptz',
  progress: 'double precision',
  latest_kind: 'text',
  latest_message: 'text',
  latest_at: 'timestamptz',
  error_message: 'text',
  error_attempt: 'integer',
  reason: 'text',
  reason_code: 'text',
  reason_facts: 'jsonb',
  cancel_requested_by: 'text',
  cancel_requested_at: 'timestamptz',
  cancel_outcome: 'text',
  extractor_version: 'text',
  version_candidates: 'text[]',
  resubmitted_as: 'uuid[]',
  lines_dropped: 'jsonb',
} as const satisfies ColumnTypes<Omit<ReturnType<typeof progressToRow>, 'submitted_at'>>;
