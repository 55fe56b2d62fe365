/** Every waiting time of an instance, in milliseconds. */
export interface Timings {
  readonly heartbeatMs: number;
  /** The server answers a claim after this long at the latest, empty-handed if need be. */
  readonly claimWaitMs: number;
  /** Added to what a call may take by itself before it counts as unanswered. */
  readonly callDeadlineMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long a report waits for company. */
  readonly flushMs: number;
  /** From being asked to stop to aborting the jobs that still run. */
  readonly graceMs: number;
  /** What an aborted handler has to come to its end before its job is given back without it. */
  readonly stopHandlerMs: number;
  /** What is left, after the grace, to deliver reports and the last heartbeat to a server that may be away. */
  readonly handOverMs: number;
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
  handOverMs: 5_000,
  killChildAfterMs: 5_000,
};

/** Reports sent together at most. */
export const REPORT_BATCH = 100;
