/** `ctx.signal.reason` when a person asked for the job to be cancelled. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super("The job's cancel was requested.");
  }
}

/**
 * `ctx.signal.reason` when the attempt is over for the server: its lease ran out, or the job was deleted. Another
 * instance may be running the job already, and the server accepts no reports or outputs of this attempt any more.
 */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  constructor(why: string) {
    super(`This attempt is over for the server: ${why}`);
  }
}

/** `ctx.signal.reason` when the instance stops and its grace period is over. The job is given back. */
export class StoppingError extends Error {
  override readonly name = 'StoppingError';
  constructor() {
    super('The instance is stopping.');
  }
}

export type StopReason = CancelledError | LeaseLostError | StoppingError;
