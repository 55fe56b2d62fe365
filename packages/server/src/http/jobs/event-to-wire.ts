import type { Event } from '@pawprint/protocol';
import type { StoredEvent } from '../../store/jobs/event-row.ts';
import { time, timeOrNull } from './job-to-wire.ts';

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
