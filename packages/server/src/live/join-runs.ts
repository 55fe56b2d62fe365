export interface JoinedRuns {
  ask(): void;
  /** Resolves when the last run is over. */
  stop(): Promise<void>;
}

/**
 * Runs something whenever asked to, with a pause in between: the first who asks is served at once, all who ask during
 * a run or its pause share the next one. `run` must not reject.
 *
 * @param pauseMs asked for after each run, where it is a function
 */
export const joinRuns = (run: () => Promise<void>, pauseMs: number | (() => number)): JoinedRuns => {
  const pause = typeof pauseMs === 'number' ? () => pauseMs : pauseMs;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let askedAgain = false;
  let stopped = false;
  let endedAt = Number.NEGATIVE_INFINITY;

  const ended = (): void => {
    running = undefined;
    endedAt = performance.now();
    if (askedAgain) ask();
  };
  const begin = (): void => {
    timer = undefined;
    askedAgain = false;
    running = run().then(ended);
  };
  const ask = (): void => {
    if (running !== undefined) askedAgain = true;
    else if (timer === undefined && !stopped) {
      timer = setTimeout(begin, Math.max(0, endedAt + pause() - performance.now()));
    }
  };
  return {
    ask,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
