import type { ReportDraft } from '../reports/report.ts';
import { type HandlerEnd, outcomeOf } from './handle-job.ts';
import type { Outcome } from './outcome.ts';
import { CancelledError, StoppingError } from './stop-reason.ts';

const reportOfOutcome = (outcome: Outcome): ReportDraft => {
  switch (outcome.kind) {
    case 'succeeded':
      return { kind: 'SUCCEEDED', message: outcome.message };
    case 'skipped':
      return { kind: 'SKIPPED', message: outcome.reason };
    case 'failed':
      return { kind: 'ERROR', message: outcome.error };
    case 'retry_later':
      return { kind: 'RESUBMITTED', message: outcome.reason, retry_after_s: outcome.afterSeconds };
  }
};

/** Handlers stop by throwing, by returning early or by failing: after a request to stop these all mean the same. */
const wasStopped = (end: HandlerEnd): boolean => ['threw', 'returned', 'failed'].includes(end.kind);

const CANCELLED: ReportDraft = {
  kind: 'SKIPPED',
  message: "Stopped: the job's cancel was requested.",
  cancelled: true,
};

const GIVEN_BACK: ReportDraft = {
  kind: 'RESUBMITTED',
  message: 'The instance is stopping.',
  retry_after_s: 0,
};

/** The attempt was not brought to an end: the job is there for another instance. */
export const isGivenBack = (report: ReportDraft): boolean => report === GIVEN_BACK;

/**
 * The report that ends the attempt. A handler that says outright that it succeeded has finished, whatever was asked of
 * it meanwhile: a cancel did not come in time.
 */
export const endReport = (end: HandlerEnd, stopReason: unknown): ReportDraft => {
  if (stopReason instanceof CancelledError && end.kind !== 'succeeded') return CANCELLED;
  if (stopReason instanceof StoppingError && wasStopped(end)) return GIVEN_BACK;
  return reportOfOutcome(outcomeOf(end));
};
