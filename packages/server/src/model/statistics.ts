import type { Histogram, Instant, Measure, TerminalState } from '@pawprint/core';

interface EndedJobs {
  /** Null where it is not known. */
  readonly version: string | null;
  readonly states: ReadonlyMap<TerminalState, number>;
  /** Of those that were not cancelled, with more than one attempt. */
  readonly retried: number;
  readonly measures: ReadonlyMap<Measure, Histogram>;
}

/** The jobs of one version of an extractor that ended within an hour, or within a day that is long over. */
export interface HourOfJobs extends EndedJobs {
  /** When it began. */
  readonly at: Instant;
}

/** All ended jobs of one version of an extractor. */
export interface VersionOfJobs extends EndedJobs {
  /** The hours of the first and of the last end. */
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}
