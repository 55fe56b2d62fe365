import type { AttemptOutcome, Instant, JobState, LinesDropped, LogLevel, Reason } from './job.ts';

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
  'STALL_ENDED',
  'ATTEMPT_LOST',
  'LOST',
  'REVIVED',
  'RESUBMITTED_AS',
  'CHAIN_LIMIT',
  'OUTPUT_RECEIVED',
  'OUTPUT_REFUSED',
  'VERSION_FOUND',
  'FAILURE_FOUND',
] as const;

export const EVENT_KINDS = [...EXTRACTOR_EVENT_KINDS, ...SERVER_EVENT_KINDS] as const;
export type ExtractorEventKind = (typeof EXTRACTOR_EVENT_KINDS)[number];
export type ServerEventKind = (typeof SERVER_EVENT_KINDS)[number];
export type EventKind = (typeof EVENT_KINDS)[number];

const ERROR_KINDS: readonly EventKind[] = [
  'ERROR',
  'RESUBMITTED',
  'DISPATCH_FAILED',
  'ATTEMPT_LOST',
  'LOST',
  'OUTPUT_REFUSED',
  'FAILURE_FOUND',
];

export const EVENT_GROUPS = ['extractor', 'server', 'errors'] as const;
/** What the log of a job can be filtered by: who an event is from, or whether it says that something went wrong. */
export type EventGroup = (typeof EVENT_GROUPS)[number];

/** The events of a group have one of these kinds or levels. */
export const EVENTS_IN_GROUP: Readonly<
  Record<EventGroup, { readonly kinds: readonly EventKind[]; readonly levels: readonly LogLevel[] }>
> = {
  extractor: { kinds: EXTRACTOR_EVENT_KINDS, levels: [] },
  server: { kinds: SERVER_EVENT_KINDS, levels: [] },
  errors: { kinds: ERROR_KINDS, levels: ['error'] },
};

interface LeveledEvent {
  readonly kind: EventKind;
  /** Only log lines have one. */
  readonly level?: LogLevel | null;
}

export const isInGroup = ({ kind, level }: LeveledEvent, group: EventGroup): boolean => {
  const { kinds, levels } = EVENTS_IN_GROUP[group];
  return kinds.includes(kind) || levels.some((each) => each === level);
};

export const MATCHED_BY = [
  'job_id',
  'correlation_id',
  'rule',
  'inferred',
  'credential',
  'lease',
  'server',
] as const;
/**
 * How an event found its job. `credential`: an output came with the credential of the job. `lease` and `server` are
 * events the server wrote itself.
 */
export type MatchedBy = (typeof MATCHED_BY)[number];

/** What a message contained beside what was fixed when its job was submitted. */
export interface SentMessage {
  /** The attempt that it was sent for. */
  readonly attempt: number;
  readonly host: string;
  /** The name that its extractor gave itself. */
  readonly ownName: string;
}

/** One fact about a job, reported or done, before it is numbered and stored. */
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
  /** LOG only: lines that were dropped in its place. */
  readonly linesDropped?: LinesDropped;
  /** The versions that were live when it was reported, where it names none and there were several. */
  readonly versionCandidates?: readonly string[];
  /** CANCEL_REQUESTED only: the user who asked. */
  readonly requestedBy?: string;
  /** RESUBMITTED_AS only: the new job. */
  readonly resubmittedAs?: string;
  /** Why the server decided so, with its numbers; the sentence is the message. */
  readonly reason?: Pick<Reason, 'code' | 'facts'>;
  /** QUEUED only, where a message was sent for it. */
  readonly sent?: SentMessage;
  /** Whether the recorder found this event stored already: the same id, or a redelivery of the same content. */
  readonly repeated?: boolean;
  /** An extractor's end after a cancel request: it stopped because of the request. */
  readonly confirmsCancel?: boolean;
  /** It belongs to the ERROR that its sender reported just before: as RESUBMITTED, it takes that ERROR back. */
  readonly followsError?: boolean;
}

export const END_KINDS = ['SUCCEEDED', 'SKIPPED', 'ERROR', 'RESUBMITTED'] as const;
/** The reports that end an attempt. */
export type EndKind = (typeof END_KINDS)[number];

interface ReportedEnd {
  readonly attempt: AttemptOutcome;
  readonly job: JobState;
  /** Outcomes to which this report adds nothing. pyClowder always reports done after a skip. */
  readonly repeats: readonly AttemptOutcome[];
}

const REPORTED_ENDS: Readonly<Record<EndKind, ReportedEnd>> = {
  SUCCEEDED: { attempt: 'SUCCEEDED', job: 'SUCCEEDED', repeats: ['SUCCEEDED', 'SKIPPED'] },
  SKIPPED: { attempt: 'SKIPPED', job: 'SKIPPED', repeats: ['SKIPPED'] },
  ERROR: { attempt: 'FAILED', job: 'FAILED', repeats: ['FAILED'] },
  RESUBMITTED: { attempt: 'RESUBMITTED', job: 'RESUBMITTED', repeats: ['RESUBMITTED'] },
};

const isEndKind = (kind: EventKind): kind is EndKind => (END_KINDS as readonly EventKind[]).includes(kind);

/** What a report of this kind ends, and how; undefined for kinds that end nothing. */
export const reportedEnd = (kind: EventKind): ReportedEnd | undefined =>
  isEndKind(kind) ? REPORTED_ENDS[kind] : undefined;
