export interface Slots {
  /** Resolves when there is room for a job, or when the instance stops. */
  readonly free: () => Promise<void>;
  /** Holds a slot until the job has ended. */
  readonly hold: (job: Promise<void>) => void;
  /** Resolves when no job runs. */
  readonly idle: () => Promise<void>;
}

/** How many jobs run at once. A job is not asked for before there is room for it. */
export const createSlots = (count: number, stopping: AbortSignal): Slots => {
  const running = new Set<Promise<void>>();
  let wake = () => {};
  stopping.addEventListener('abort', () => wake(), { once: true });
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return {
    async free() {
      while (running.size >= count && !stopping.aborted) await change();
    },
    hold(job) {
      const held = job.finally(() => {
        running.delete(held);
        wake();
      });
      running.add(held);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
};
