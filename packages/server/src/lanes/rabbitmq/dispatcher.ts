import { joinRuns } from '../../live/join-runs.ts';
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
    const { handedOver, unroutable } = await dispatchJobs(ports, target);
    all += handedOver;
    if (handedOver === 0 || unroutable) break;
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

/** After a pass that handed something over: instances are at work, and may make room for more at once. */
const BUSY_PAUSE_MS = 20;
/** After a pass for nothing. Every commit asks for a pass, and few of those that store reports leave anything to hand over. */
const IDLE_PAUSE_MS = 100;
/** Until the next vacuum, a look goes through all that went out before: passes for nothing take a tenth of the time at most. */
const PAUSE_FOR_EACH_MS_LOOKED = 10;
const LONGEST_PAUSE_MS = 1_000;
/** Looks by itself as well: a job put off comes due, a hint got lost. */
const LOOK_EVERY_MS = 5_000;

export interface DispatchPace {
  /** There may be something to hand over, or room for it. */
  ask(): void;
  /** Resolves when the last batch is stored. */
  stop(): Promise<void>;
}

/**
 * Makes passes when asked to: at once after a time of quiet, otherwise after a pause, which all who ask meanwhile share.
 *
 * @param pass answers how many jobs it handed over; must not reject
 */
export const startPace = (pass: () => Promise<number>): DispatchPace => {
  let pauseMs = IDLE_PAUSE_MS;
  const idlePauseMs = (lookedMs: number): number =>
    Math.min(LONGEST_PAUSE_MS, Math.max(IDLE_PAUSE_MS, lookedMs * PAUSE_FOR_EACH_MS_LOOKED));
  const runs = joinRuns(
    async () => {
      const began = performance.now();
      const handedOver = await pass();
      pauseMs = handedOver > 0 ? BUSY_PAUSE_MS : idlePauseMs(performance.now() - began);
    },
    () => pauseMs,
  );
  const timer = setInterval(() => runs.ask(), LOOK_EVERY_MS);
  runs.ask();
  return {
    ask: () => runs.ask(),
    async stop() {
      clearInterval(timer);
      await runs.stop();
    },
  };
};
