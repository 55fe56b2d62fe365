import type { AttemptOutcome, JobState } from './job.ts';
import type { EventKind } from './job-event.ts';

export const END_KINDS = ['SUCCEEDED', 'SKIPPED', 'ERROR', 'RESUBMITTED'] as const;
/** The reports that end an attempt. */
export type EndKind = (typeof END_KINDS)[number];

interface ReportedEnd {
  readonly attempt: AttemptOutcome;
  readonly job: JobState;
  /** Outcomes to which this report adds nothing. pyClowder always sends done after a skip. */
  readonly echoes: readonly AttemptOutcome[];
}

const REPORTED_ENDS: Readonly<Record<EndKind, ReportedEnd>> = {
  SUCCEEDED: { attempt: 'SUCCEEDED', job: 'SUCCEEDED', echoes: ['SUCCEEDED', 'SKIPPED'] },
  SKIPPED: { attempt: 'SKIPPED', job: 'SKIPPED', echoes: ['SKIPPED'] },
  ERROR: { attempt: 'FAILED', job: 'FAILED', echoes: ['FAILED'] },
  RESUBMITTED: { attempt: 'RESUBMITTED', job: 'RESUBMITTED', echoes: ['RESUBMITTED'] },
};

const isEndKind = (kind: EventKind): kind is EndKind => (END_KINDS as readonly EventKind[]).includes(kind);

/** What a report of this kind ends, and how; undefined for kinds that end nothing. */
export const reportedEnd = (kind: EventKind): ReportedEnd | undefined =>
  isEndKind(kind) ? REPORTED_ENDS[kind] : undefined;
