/** All waiting times of an instance, in milliseconds. */
export interface Timings {
  readonly heartbeatMs: number;
  /** The server answers a claim after this time at the latest, with or without a job. */
  readonly claimWaitMs: number;
  /** A call without an answer for so long has failed. For a claim it is added to the wait. */
  readonly callDeadlineMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long a report waits for others to be sent with it. */
  readonly flushMs: number;
  /** From being asked to stop to aborting the jobs that still run. */
  readonly graceMs: number;
  /** From aborting a handler to giving its job back without waiting for it. */
  readonly stopHandlerMs: number;
  /** The time limit, after the grace period, for delivering reports and again for the last heartbeat. */
  readonly closeMs: number;
  readonly killChildAfterMs: number;
}

export const TIMINGS: Timings = {
  heartbeatMs: 15_000,
  claimWaitMs: 30_000,
  callDeadlineMs: 30_000,
  firstPauseMs: 200,
  longestPauseMs: 5_000,
  flushMs: 200,
  graceMs: 10_000,
  stopHandlerMs: 1_000,
  closeMs: 5_000,
  killChildAfterMs: 5_000,
};

/** Reports sent together at most: as many as the server takes in one call. */
export const REPORT_BATCH = 500;
