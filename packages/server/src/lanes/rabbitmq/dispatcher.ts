import { coalesce, schedule } from '@pawprint/async';
import { type DispatchTarget, readDispatchTargets } from '../../store/extractors/dispatch-targets.ts';
import { type DispatchPorts, dispatchJobs } from './dispatch-jobs.ts';

/** A queue that was missing is looked for again after so long, heard of or not. */
const RETRY_UNROUTABLE_MS = 60_000;

interface DispatcherPorts extends DispatchPorts {
  /** Whether the broker takes messages just now. */
  readonly isOpen: () => boolean;
}

/** Answers how many jobs it handed over. */
const dispatchTo = async (ports: DispatcherPorts, target: DispatchTarget): Promise<number> => {
  let all = 0;
  while (ports.isOpen()) {
    const { dispatched, unroutable } = await dispatchJobs(ports, target);
    all += dispatched;
    if (dispatched === 0 || unroutable) break;
  }
  return all;
};

/**
 * One pass over all extractors that have jobs waiting here; each as far as its window allows. Answers how many jobs
 * were handed over.
 */
export const dispatchAll = async (ports: DispatcherPorts): Promise<number> => {
  const now = ports.now();
  let all = 0;
  // What fails for one extractor must not keep those after it waiting.
  for (const target of await readDispatchTargets(ports.db, now, now - RETRY_UNROUTABLE_MS))
    all += await dispatchTo(ports, target).catch((error: unknown) => {
      ports.onError(error);
      return 0;
    });
  return all;
};

/** Hands jobs over whenever there is one to hand over and room for it. */
export const startDispatcher = (ports: DispatcherPorts): DispatchPace =>
  startPace(async () => {
    if (!ports.isOpen()) return 0;
    return dispatchAll(ports).catch((error: unknown) => {
      ports.onError(error);
      return 0;
    });
  });

/** After a pass that dispatched jobs: instances are at work, and may make room for more at once. */
const BUSY_PAUSE_MS = 20;
/** After a pass that found none. Every commit requests a pass, and few commits leave a job to dispatch. */
const IDLE_PAUSE_MS = 100;
/** Until the next vacuum a pass reads all jobs dispatched before it: passes that find none take at most a tenth of the time. */
const PAUSE_PER_PASS_MS = 10;
const LONGEST_PAUSE_MS = 1_000;
/** Also without a request: a job that was put off comes due, or a notification was lost. */
const PASS_EVERY_MS = 5_000;

export interface DispatchPace {
  /** There may be a job to dispatch, or room for one. */
  request(): void;
  /** Resolves when the last batch is stored. */
  stop(): Promise<void>;
}

/**
 * Makes passes on request: at once after a quiet time, else after a pause that all requests made meanwhile share.
 *
 * @param pass resolves to how many jobs it dispatched; must not reject
 */
export const startPace = (pass: () => Promise<number>): DispatchPace => {
  let pauseMs = IDLE_PAUSE_MS;
  const passes = coalesce(
    async () => {
      const began = performance.now();
      const dispatched = await pass();
      pauseMs = dispatched > 0 ? BUSY_PAUSE_MS : idlePauseMs(performance.now() - began);
    },
    { pauseMs: () => pauseMs },
  );
  const regularly = schedule(passes.request, { pauseMs: PASS_EVERY_MS, onError: () => undefined });
  return {
    request: passes.request,
    async stop() {
      await regularly.stop();
      await passes.stop();
    },
  };
};

const idlePauseMs = (passMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(IDLE_PAUSE_MS, passMs * PAUSE_PER_PASS_MS));
