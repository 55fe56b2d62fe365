import type { Timings } from '../timings.ts';
import type { Slots } from './slots.ts';

/** How the jobs that still run hear that the end is near. */
export interface LastJobs {
  /** Aborts when a job must end or be given back. */
  readonly giveBack: AbortSignal;
  /** Aborts when there is no time left to deliver anything. */
  readonly abandon: AbortSignal;
  /** Lets the running jobs finish within the grace, has the others given back, and resolves when none runs. */
  readonly finish: (slots: Slots) => Promise<void>;
}

export const createLastJobs = ({
  graceMs,
  handOverMs,
}: Pick<Timings, 'graceMs' | 'handOverMs'>): LastJobs => {
  const giveBack = new AbortController();
  const abandon = new AbortController();
  return {
    giveBack: giveBack.signal,
    abandon: abandon.signal,
    async finish(slots) {
      const timers = [
        setTimeout(() => giveBack.abort(new Error('The grace period is over.')), graceMs),
        setTimeout(
          () => abandon.abort(new Error('the instance has no time left to wait for it.')),
          graceMs + handOverMs,
        ),
      ];
      await slots.idle();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
