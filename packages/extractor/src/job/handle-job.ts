import type { JobContext, JobLog } from '../context/job-context.ts';
import { errorText } from '../instance-log.ts';
import type { ReportDraft } from '../reports/report-queue.ts';
import { fail, type Job, type Outcome, succeed } from './job.ts';
import { CancelledError, StoppingError } from './stop-reason.ts';

/**
 * What an extractor does with one job. Returns how it ended; returning nothing means it succeeded, throwing means it
 * failed. May run several times at once, as often as `concurrency` allows.
 */
export type Handle = (
  job: Job,
  ctx: JobContext,
) => Outcome | undefined | void | Promise<Outcome | undefined | void>;

/** How a handler ended. A return without an outcome and a throw are cases of their own: a stopped handler often does one of them. */
export type HandlerEnd =
  | Outcome
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: string };

const logStack = (log: JobLog, error: unknown): void => {
  if (error instanceof Error && error.stack) log.error(error.stack);
};

/** Runs the handler to its end, and waits for what it began and did not await. Never rejects. */
export const handleJob = async (
  handle: Handle,
  job: Job,
  ctx: JobContext,
  settled: () => Promise<void>,
): Promise<HandlerEnd> => {
  try {
    const outcome = await handle(job, ctx);
    await settled();
    return outcome ?? { kind: 'returned' };
  } catch (error) {
    if (!ctx.signal.aborted) logStack(ctx.log, error);
    return { kind: 'threw', error: errorText(error) };
  }
};

/** The report for a handler that was not stopped. */
export const outcomeOf = (end: HandlerEnd): Outcome => {
  if (end.kind === 'returned') return succeed();
  return end.kind === 'threw' ? fail(end.error) : end;
};

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

/** A handler may stop by throwing, by returning early or by failing. After a request to stop, all three mean the same. */
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

/** Gives the job back, because the attempt was not finished. Another instance can run it. */
export const isGivenBack = (report: ReportDraft): boolean => report === GIVEN_BACK;

/**
 * The report that ends the attempt. A handler that returns `succeed` has finished: a cancel requested meanwhile
 * came too late.
 */
export const endReport = (end: HandlerEnd, stopReason: unknown): ReportDraft => {
  if (stopReason instanceof CancelledError && end.kind !== 'succeeded') return CANCELLED;
  if (stopReason instanceof StoppingError && wasStopped(end)) return GIVEN_BACK;
  return reportOfOutcome(outcomeOf(end));
};
