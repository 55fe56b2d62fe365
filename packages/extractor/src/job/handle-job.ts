import type { JobContext } from '../context/job-context.ts';
import type { JobLog } from '../context/job-log.ts';
import { errorText } from './error-text.ts';
import type { Job } from './job.ts';
import { fail, type Outcome, succeed } from './outcome.ts';

/**
 * What an extractor does with one job. Returns how it ended; returning nothing means it succeeded, throwing means it
 * failed. May run several times at once, as often as `concurrency` allows.
 */
export type Handle = (
  job: Job,
  ctx: JobContext,
) => Outcome | undefined | void | Promise<Outcome | undefined | void>;

/** How a handler ended, told apart where it matters: a handler that was stopped often just returns, or throws. */
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

/** What the end means where nobody stopped the handler. */
export const outcomeOf = (end: HandlerEnd): Outcome => {
  if (end.kind === 'returned') return succeed();
  return end.kind === 'threw' ? fail(end.error) : end;
};
