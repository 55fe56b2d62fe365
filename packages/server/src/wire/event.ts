import type { Event } from '@pawprint/protocol';
import type { StoredEvent } from '../model/job-change.ts';
import { reasonToWire } from './reason.ts';
import { time, timeOrNull } from './time.ts';

export const eventToWire = (event: StoredEvent): Event => ({
  seq: event.seq,
  number: event.number,
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
  reason: event.reason ? reasonToWire({ ...event.reason, text: event.message }) : null,
});

/** `7  2026-11-24T09:30:00.000Z  #1  PROCESSING  text`, further lines of a message indented below it. */
export const eventToLogLine = (event: StoredEvent): string => {
  const attempt = event.recordedAttempt === null ? '-' : `#${event.recordedAttempt}`;
  const late = event.late ? ' (late)' : '';
  const message = event.message
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, visibleControl)
    .replaceAll('\n', '\n    ');
  return `${event.number}  ${time(event.receivedAt)}  ${attempt}  ${heading(event)}${late}  ${message}`.trimEnd();
};

/** The control characters that are kept. Others in a message could control the terminal that prints the log. */
const KEPT_CONTROLS: readonly string[] = ['\n', '\t'];

const visibleControl = (control: string): string => {
  const code = control.charCodeAt(0);
  if (KEPT_CONTROLS.includes(control)) return control;
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
};

const heading = ({ kind, level }: StoredEvent): string => (level ? `${kind} ${level}` : kind);
