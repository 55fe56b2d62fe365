import type { Caller } from './caller.ts';

/** Something that an extractor made in one attempt at a job. */
export interface Output {
  readonly jobId: string;
  /** Null if it is not known, as on RabbitMQ. */
  readonly attempt: number | null;
  /** Names the output within its job, so that one sent twice is stored once; null if the extractor gave it no name. */
  readonly key: string | null;
}

export interface KeyedOutput extends Output {
  readonly key: string;
}

/** Only jobs make outputs. The output key in a header of a person's request is ignored. */
export const outputOf = (caller: Caller, key: string | null): Output | null =>
  caller.kind === 'job' ? { jobId: caller.jobId, attempt: caller.attempt, key } : null;

export const isKeyed = (output: Output | null): output is KeyedOutput =>
  output !== null && output.key !== null;

/** Whether the stored output is from a later attempt than the incoming one, which then must not replace it. */
export const isFromLaterAttempt = (stored: { readonly attempt: number | null }, incoming: Output): boolean =>
  stored.attempt !== null && incoming.attempt !== null && stored.attempt > incoming.attempt;
