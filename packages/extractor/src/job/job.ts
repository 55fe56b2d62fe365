import type { JobMessage } from '@pawprint/protocol';
import { errorText } from '../instance-log.ts';

/** What a handler is asked to work on. */
export interface Job {
  /** The job's id, the same in every attempt at it. */
  readonly id: string;
  /** Which try this is: 1, 2, 3 … */
  readonly attempt: number;
  /** The file or dataset the job is about. */
  readonly resource: { readonly type: 'file' | 'dataset'; readonly id: string; readonly name: string };
  /** The dataset of that file, or the dataset itself; null where there is none. */
  readonly datasetId: string | null;
  /** The file's name as its owner gave it (never use it as a path: see `ctx.input.file`); null for a dataset. */
  readonly filename: string | null;
  /** The file's MIME type as the server sees it, e.g. `text/csv`; null where unknown. */
  readonly mimeType: string | null;
  /** The file's size in bytes; null for a dataset, and where the server gives none. */
  readonly sizeBytes: number | null;
  /** The parameters chosen at the submission; `{}` if none were. They are not validated: parse them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Why it was submitted: `upload`, `dataset`, `metadata`, `manual` or (by HTTP) `resubmit`. */
  readonly trigger: string;
}

export const jobOf = (message: JobMessage): Job => ({
  id: message.job_id,
  attempt: message.attempt,
  resource: message.resource,
  datasetId: message.datasetId || null,
  filename: message.filename,
  mimeType: message.mime_type,
  sizeBytes: message.size_bytes,
  parameters: message.parameters,
  trigger: message.trigger,
});

/** How an attempt ended. Made by {@link succeed}, {@link skip}, {@link fail} and {@link retryLater}. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly message: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'retry_later'; readonly reason: string; readonly afterSeconds: number };

/** The longest a job may be put off, in seconds: a day. */
const LONGEST_RETRY_S = 86_400;

/**
 * The job is done. A handler that returns nothing says the same.
 * @param message what was done, in a few words, shown in the job's row. Default: none.
 * @example return succeed('412 words in 31 lines');
 */
export const succeed = (message = ''): Outcome => ({ kind: 'succeeded', message });

/**
 * The extractor has nothing to do for this input. That is no failure, and the job is not tried again.
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
