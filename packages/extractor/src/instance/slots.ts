import { createWakeup } from '@pawprint/async';

export interface Slots {
  /** Resolves when there is room for a job, or when the instance stops. */
  readonly free: () => Promise<void>;
  /** Occupies a slot until the job has ended. */
  readonly occupy: (job: Promise<void>) => void;
  /** Resolves when no job runs. */
  readonly idle: () => Promise<void>;
}

/** Limits how many jobs run at once. A lane asks for a job only when there is room for it. */
export const createSlots = (count: number, stopping: AbortSignal): Slots => {
  const running = new Set<Promise<void>>();
  const ended = createWakeup();
  return {
    async free() {
      while (running.size >= count && !stopping.aborted) await ended.wait({ signal: stopping });
    },
    occupy(job) {
      const occupying = job.finally(() => {
        running.delete(occupying);
        ended.wake();
      });
      running.add(occupying);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
};
