interface Coalescing {
  /** Rest between two runs, in ms; for what may be wanted many times a second. */
  readonly gapMs?: number;
  /** Nothing is wanted any more, and the last run did not fail. */
  readonly onSettled?: () => void;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls `task` at once, and however often it is wanted while it runs, once more after: what was wanted last is always
 * done, and never twice at a time. A failure is the task's own business.
 */
export const coalesced = (
  task: () => Promise<unknown>,
  { gapMs = 0, onSettled }: Coalescing = {},
): (() => void) => {
  let running = false;
  let wanted = false;
  const run = async (): Promise<void> => {
    running = true;
    let done = false;
    do {
      wanted = false;
      done = await task().then(
        () => true,
        () => false,
      );
      if (gapMs > 0) await rest(gapMs);
    } while (wanted);
    running = false;
    if (done) onSettled?.();
  };
  return () => {
    if (running) wanted = true;
    else void run();
  };
};
