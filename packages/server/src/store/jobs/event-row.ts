import type { JobEvent } from '@pawprint/core';
import type { Selectable } from 'kysely';
import type { RecordedEvent, StoredEvent } from '../../model/job-change.ts';
import { instantOf, instantOrNull, timeWriter } from '../instant-column.ts';
import type { JobEventTable } from '../schema/jobs.ts';
import type { ColumnTypes } from './unnest-rows.ts';

export type EventRow = Selectable<JobEventTable>;

/** @param number the event's, within its job */
export const eventToRow = (jobId: string, event: RecordedEvent, number: number) => ({
  number,
  id: event.id,
  job_id: jobId,
  attempt: event.recordedAttempt,
  kind: event.kind,
  level: event.level,
  message: event.message,
  received_at: receivedText(event.receivedAt),
  reported_at: event.reportedAt === null ? null : reportedText(event.reportedAt),
  reported: event.reported,
  matched_by: event.matchedBy,
  late: event.late,
  data: extrasOf(event),
});

const receivedText = timeWriter();

const reportedText = timeWriter();

/** The attempt that the sender named is stored only if the event was recorded for another one. */
const extrasOf = (event: RecordedEvent): string | null => {
  const extras: Record<string, unknown> = {};
  for (const key of EXTRAS) if (event[key] !== undefined) extras[key] = event[key];
  if (event.attempt !== event.recordedAttempt) extras.attempt = event.attempt;
  return Object.keys(extras).length === 0 ? null : JSON.stringify(extras);
};

const EXTRAS = [
  'progress',
  'instanceId',
  'extractorVersion',
  'versionCandidates',
  'requestedBy',
  'resubmittedAs',
  'confirmsCancel',
  'linesDropped',
  'reason',
  'followsError',
  'sent',
] as const satisfies readonly (keyof JobEvent)[];

export const EVENT_TYPES = {
  number: 'integer',
  id: 'uuid',
  job_id: 'uuid',
  attempt: 'integer',
  kind: 'text',
  level: 'text',
  message: 'text',
  received_at: 'timestamptz',
  reported_at: 'timestamptz',
  reported: 'text',
  matched_by: 'text',
  late: 'boolean',
  data: 'jsonb',
} as const satisfies ColumnTypes<ReturnType<typeof eventToRow>>;

/** The inverse of `eventToRow`: applying stored events again gives the same as when they arrived. */
export const rowToEvent = (row: EventRow): StoredEvent => ({
  attempt: row.attempt,
  seq: row.seq,
  number: row.number,
  id: row.id,
  jobId: row.job_id,
  recordedAttempt: row.attempt,
  kind: row.kind,
  message: row.message,
  receivedAt: instantOf(row.received_at),
  reportedAt: instantOrNull(row.reported_at),
  reported: row.reported,
  matchedBy: row.matched_by,
  late: row.late,
  ...(row.level === null ? {} : { level: row.level }),
  ...row.data,
});
