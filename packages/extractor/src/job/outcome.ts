import { errorText } from './error-text.ts';

/** How an attempt ended. Made by {@link succeed}, {@link skip}, {@link fail} and {@link retryLater}. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly message: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'retry_later'; readonly reason: string; readonly afterSeconds: number };

/** The longest a job may be put off, in seconds: a day. */
export const LONGEST_RETRY_S = 86_400;

/**
 * The job is done. A handler that returns nothing says the same.
 * @param message what was done, in a few words, shown in the job's row. Default: none.
 * @example return succeed('412 words in 31 lines');
 */
export const succeed = (message = ''): Outcome => ({ kind: 'succeeded', message });

/**
 * The extractor looked and declined: this input is nothing for it. Not a failure, and not tried again.
 * @param reason shown in the job's row.
 * @example return skip('not an image that can be read');
 */
export const skip = (reason: string): Outcome => ({ kind: 'skipped', reason });

/**
 * The job failed and trying again would not help. Throwing does the same, and logs the stack besides.
 * @param error a message for the person whose data it is, or an Error, whose message is taken.
 * @example return fail('The table has no header row.');
 */
export const fail = (error: unknown): Outcome => ({ kind: 'failed', error: errorText(error) });

/**
 * Gives the job back for another attempt, by this instance or another one. The server counts attempts and ends the
 * job when they are used up.
 * @param reason why, shown beside the attempt.
 * @param options.afterSeconds how long to wait at least, 0 to 86400 (a day); more is taken as a day. Default: 60.
 * @example return retryLater('the tape robot is busy', { afterSeconds: 300 });
 */
export const retryLater = (
  reason: string,
  { afterSeconds = 60 }: { readonly afterSeconds?: number } = {},
): Outcome => ({
  kind: 'retry_later',
  reason,
  afterSeconds: Math.min(LONGEST_RETRY_S, Math.max(0, Number.isNaN(afterSeconds) ? 0 : afterSeconds)),
});
