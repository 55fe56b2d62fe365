import { coalesce, schedule } from '@pawprint/async';
import { type DispatchTarget, readDispatchTargets } from '../../store/extractors/dispatch-targets.ts';
import { type DispatchPorts, dispatchJobs } from './dispatch-jobs.ts';

export interface Dispatcher {
  /** Asks for a pass: there may be a job to dispatch, or room for one. */
  readonly request: () => void;
  /** Resolves when the last batch is stored. */
  stop(): Promise<void>;
}

/** Dispatches held jobs as soon as there is room for them in the dispatch windows. */
export const startDispatcher = (ports: DispatchPorts): Dispatcher =>
  repeatPasses(async () => {
    if (!ports.canDispatch()) return 0;
    return dispatchAll(ports).catch((error: unknown) => {
      ports.onError(error);
      return 0;
    });
  });

/** A missing queue is tried again after this time, also where its extractor has sent no heartbeat meanwhile. */
const RETRY_UNROUTABLE_MS = 60_000;

/**
 * One pass over all extractors on RabbitMQ with held jobs, each as far as its dispatch window allows. Returns how many
 * jobs were dispatched.
 */
export const dispatchAll = async (ports: DispatchPorts): Promise<number> => {
  const now = ports.now();
  let total = 0;
  // A failure for one extractor must not delay the jobs of those after it.
  for (const target of await readDispatchTargets(ports.db, now, now - RETRY_UNROUTABLE_MS))
    total += await dispatchTo(ports, target).catch((error: unknown) => {
      ports.onError(error);
      return 0;
    });
  return total;
};

/** Returns how many jobs were dispatched. */
const dispatchTo = async (ports: DispatchPorts, target: DispatchTarget): Promise<number> => {
  let total = 0;
  while (ports.canDispatch()) {
    const { dispatched, mayHaveMore } = await dispatchJobs(ports, target);
    total += dispatched;
    if (!mayHaveMore) break;
  }
  return total;
};

/** After a pass that dispatched jobs: instances are at work, and may make room for more at once. */
const BUSY_PAUSE_MS = 20;
/** After a pass that found none. Every commit requests a pass, and few commits leave a job to dispatch. */
const IDLE_PAUSE_MS = 100;
/** Until the next vacuum a pass reads all jobs dispatched before it: passes that find none take at most a tenth of the time. */
const PAUSE_PER_PASS_MS = 10;
const LONGEST_PAUSE_MS = 1_000;
/** Also without a request: a resubmitted job comes due, or a notification was lost. */
const PASS_EVERY_MS = 5_000;

/**
 * Makes passes on request: at once after a quiet time, else after a pause that all requests made meanwhile share.
 *
 * @param pass resolves to how many jobs it dispatched; must not reject
 */
export const repeatPasses = (pass: () => Promise<number>): Dispatcher => {
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
