import type { Attempt } from '@pawprint/core';
import type { Selectable } from 'kysely';
import type { AttemptLease } from '../../model/job.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import type { JobAttemptTable } from '../schema/jobs.ts';
import type { ColumnTypes } from './unnest-rows.ts';

/** Times are texts if the attempts are read as JSON within the row of their job. */
export type AttemptRow = Omit<Row, TimeColumn> & {
  readonly [K in TimeColumn]: Row[K] | string;
};

type Row = Selectable<JobAttemptTable>;

type TimeColumn = 'started_at' | 'ended_at' | 'lease_expires_at';

export const rowToAttempt = (row: AttemptRow): Attempt => ({
  number: row.number,
  outcome: row.outcome,
  startedAt: instantOf(row.started_at),
  endedAt: instantOrNull(row.ended_at),
  instanceId: row.instance_id,
  extractorVersion: row.extractor_version,
  isPresumed: row.is_presumed,
  versionCandidates: row.version_candidates,
  error: row.error,
  reason: row.reason,
});

export const rowToLeases = (row: AttemptRow): AttemptLease[] =>
  row.lease_id === null || row.lease_expires_at === null
    ? []
    : [{ id: row.lease_id, attempt: row.number, expiresAt: instantOf(row.lease_expires_at) }];

export const attemptToRow = (jobId: string, attempt: Attempt, lease: AttemptLease | undefined) => ({
  job_id: jobId,
  number: attempt.number,
  outcome: attempt.outcome,
  started_at: timeOf(attempt.startedAt),
  ended_at: timeOrNull(attempt.endedAt),
  instance_id: attempt.instanceId,
  extractor_version: attempt.extractorVersion,
  is_presumed: attempt.isPresumed,
  version_candidates: [...attempt.versionCandidates],
  error: attempt.error,
  reason: attempt.reason,
  lease_id: lease?.id ?? null,
  lease_expires_at: timeOrNull(lease?.expiresAt ?? null),
});

export const ATTEMPT_TYPES = {
  job_id: 'uuid',
  number: 'integer',
  outcome: 'text',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  instance_id: 'text',
  extractor_version: 'text',
  is_presumed: 'boolean',
  version_candidates: 'text[]',
  error: 'text',
  reason: 'text',
  lease_id: 'uuid',
  lease_expires_at: 'timestamptz',
} as const satisfies ColumnTypes<ReturnType<typeof attemptToRow>>;
