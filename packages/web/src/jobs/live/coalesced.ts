/**
 * Calls `task` at once, and however often it is wanted while it runs, once more after: what was wanted last is always
 * done, and never twice at a time. A failure is the task's own business.
 */
export const coalesced = (task: () => Promise<unknown>): (() => void) => {
  let running = false;
  let wanted = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      wanted = false;
      await task().catch(() => undefined);
    } while (wanted);
    running = false;
  };
  return () => {
    if (running) wanted = true;
    else void run();
  };
};
