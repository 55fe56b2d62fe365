export interface Repeated {
  /** Resolves when the last run is over. */
  stop(): Promise<void>;
}

/** Runs a chore now and again, with a pause between the end of one run and the start of the next. A run that fails is told of and does not end it. */
export const repeat = (
  chore: () => Promise<unknown>,
  pauseMs: number,
  onError: (error: unknown) => void,
): Repeated => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = async (): Promise<void> => {
    await chore().catch(onError);
    if (!stopped) timer = setTimeout(next, pauseMs);
  };
  let running = run();
  const next = (): void => {
    running = run();
  };
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
};
