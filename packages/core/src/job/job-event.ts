import type { Instant } from './job.ts';

export const EXTRACTOR_EVENT_KINDS = [
  'STARTED',
  'PROCESSING',
  'SUCCEEDED',
  'SKIPPED',
  'ERROR',
  'RESUBMITTED',
  'LOG',
  'PROGRESS',
] as const;

export const SERVER_EVENT_KINDS = [
  'SUBMITTED',
  'QUEUED',
  'DISPATCH_FAILED',
  'CANCEL_REQUESTED',
  'CANCELLED',
  'STALLED',
  'ATTEMPT_LOST',
  'LOST',
  'REVIVED',
  'RESUBMITTED_AS',
  'OUTPUT_REFUSED',
] as const;

export const EVENT_KINDS = [...EXTRACTOR_EVENT_KINDS, ...SERVER_EVENT_KINDS] as const;
export type ExtractorEventKind = (typeof EXTRACTOR_EVENT_KINDS)[number];
export type ServerEventKind = (typeof SERVER_EVENT_KINDS)[number];
export type EventKind = (typeof EVENT_KINDS)[number];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const MATCHED_BY = ['job_id', 'correlation_id', 'rule', 'inferred', 'lease', 'server'] as const;
/** How an event found its job; `lease` and `server` are events the server wrote itself. */
export type MatchedBy = (typeof MATCHED_BY)[number];

/** One thing that was said or done about a job, before it is numbered and stored. */
export interface JobEvent {
  readonly id: string;
  readonly kind: EventKind;
  readonly message: string;
  /** The attempt its sender names, or null where the sender knows none (pyClowder). */
  readonly attempt: number | null;
  readonly receivedAt: Instant;
  readonly level?: LogLevel;
  /** PROGRESS only, 0..1. */
  readonly progress?: number;
  readonly instanceId?: string;
  readonly extractorVersion?: string;
  /** CANCEL_REQUESTED only: the user who asked. */
  readonly requestedBy?: string;
  /** RESUBMITTED_AS only: the new job. */
  readonly resubmittedAs?: string;
  /** True where the recorder found this very event stored already (same id, or redelivered with the same content). */
  readonly repeated?: boolean;
  /** An extractor's end after a cancel request: it stopped because of the request. */
  readonly confirmsCancel?: boolean;
}
