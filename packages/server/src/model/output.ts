import type { Instant } from '@pawprint/core';
import type { Caller } from './caller.ts';
import type { Job } from './job.ts';

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

/** An output as it is stored. */
export interface StoredOutput {
  readonly kind: 'metadata' | 'preview' | 'thumbnail' | 'file' | 'tag';
  readonly id: string;
  readonly name: string;
  readonly mime: string | null;
  readonly sizeBytes: number | null;
  /** Of its bytes; null for metadata and tags. */
  readonly sha256: string | null;
  /** What it belongs to; for a file, the file itself. Null for a preview that was never attached. */
  readonly resource: { readonly type: 'file' | 'dataset'; readonly id: string } | null;
  /** Null if its sender named none. */
  readonly attempt: number | null;
  readonly createdAt: Instant;
}

/** The attempt that made an output: the one that its sender named, else the last one that had begun when it was stored. */
export const attemptOfOutput = ({ progress: { attempts } }: Job, output: StoredOutput) =>
  output.attempt === null
    ? attempts.findLast(({ startedAt }) => startedAt <= output.createdAt)
    : attempts[output.attempt - 1];
