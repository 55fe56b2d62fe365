import { createHash } from 'node:crypto';
import { type FailureKind, failureOf, type Instant } from '@pawprint/core';
import type { Person } from './caller.ts';
import type { Job } from './job.ts';

/** What jobs have in common that need attention for the same reason. */
export interface Failure {
  readonly id: string;
  readonly kind: FailureKind;
  readonly extractor: string;
  /** Null where it is not known. */
  readonly version: string | null;
  readonly fingerprint: string;
}

/** The failure of a job, and when it happened; null if nothing is wrong with the job. */
export const failureOfJob = ({ facts, progress }: Job): { failure: Failure; at: Instant } | null => {
  const found = failureOf(progress);
  if (found === null) return null;
  const { kind, fingerprint } = found;
  const { extractor } = facts;
  const version = progress.extractorVersion;
  const id = failureId([kind, extractor, version, fingerprint]);
  return {
    failure: { id, kind, extractor, version, fingerprint },
    at: progress.finishedAt ?? progress.lastEventAt,
  };
};

/** Long enough to have no two failures of one id, and short enough to be typed in a query. */
const ID_LENGTH = 16;

const failureId = (parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_LENGTH);

/** What an operator has written to a failure. */
export interface FailureReview {
  /** It needs no attention any more. Other versions of the extractor do. */
  readonly known: { readonly by: Person | null; readonly at: Instant } | null;
  readonly note: { readonly text: string; readonly by: Person | null; readonly at: Instant } | null;
}

/** The jobs of one failure, as far as somebody sees them. */
export interface FailureGroup extends Failure, FailureReview {
  /** The error or reason of its newest job; the beginning of a very long one. */
  readonly text: string;
  readonly latestJobId: string | null;
  readonly jobs: number;
  /** How many files and datasets they are on, counted in the newest jobs only where there are many. */
  readonly files: number;
  readonly filesAreLeast: boolean;
  readonly datasets: number;
  /** How many failed in each of the last twelve hours, the current one last. */
  readonly hours: readonly number[];
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export interface FailureDetails extends FailureGroup {
  /** All versions of the extractor that fail in this way, this one included, latest first. */
  readonly versions: readonly (Pick<Failure, 'id' | 'version'> & {
    readonly jobs: number;
    readonly lastAt: Instant;
  })[];
  /** The most frequent types of the files. */
  readonly types: readonly { readonly mime: string | null; readonly jobs: number }[];
}
