import type { Caller } from './caller.ts';

/** Something an extractor made in one attempt at a job. */
export interface Output {
  readonly jobId: string;
  /** Null where it is not known: on RabbitMQ. */
  readonly attempt: number | null;
  /** Names it within its job, so that what is sent twice stands once; null where the extractor gave it no name. */
  readonly key: string | null;
}

export interface KeyedOutput extends Output {
  readonly key: string;
}

/** People make no outputs, whatever header they send. */
export const outputOf = (caller: Caller, key: string | null): Output | null =>
  caller.kind === 'job' ? { jobId: caller.jobId, attempt: caller.attempt, key } : null;

export const isKeyed = (output: Output | null): output is KeyedOutput =>
  output !== null && output.key !== null;

/** Whether a stored output stands against one that comes in: only a later attempt's does. */
export const isFromLaterAttempt = (stored: { readonly attempt: number | null }, incoming: Output): boolean =>
  stored.attempt !== null && incoming.attempt !== null && stored.attempt > incoming.attempt;
