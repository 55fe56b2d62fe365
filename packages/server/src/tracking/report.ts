import { type ExtractorEventKind, type Instant, type LogLevel, redactKeys } from '@pawprint/core';
import type { ArrivedEvent } from './job-change.ts';

/** What an instance says about the attempt it holds a lease for. */
export interface Report {
  /** The sender's own: the same id again is the same report again. */
  readonly id: string;
  readonly kind: ExtractorEventKind;
  readonly message: string;
  readonly level?: LogLevel;
  /** 0..1 */
  readonly progress?: number;
  readonly reportedAt: Instant | null;
  readonly reported: string | null;
  /** RESUBMITTED only: not to be handed out again before so long. */
  readonly retryAfterMs?: number;
  readonly confirmsCancel?: boolean;
}

export const reportToEvent = (report: Report, attempt: number, now: Instant): ArrivedEvent => {
  const { retryAfterMs: _, ...said } = report;
  const message = redactKeys(said.message);
  return { attempt, receivedAt: now, matchedBy: 'job_id', ...said, message };
};
