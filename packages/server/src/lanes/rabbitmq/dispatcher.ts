import { joinRuns } from '../../live/join-runs.ts';
import { type DispatchTarget, readDispatchTargets } from '../../store/extractors/read-dispatchable.ts';
import { dispatchJobs, type UnderWay } from './dispatch-jobs.ts';
import type { DispatchPorts } from './ports.ts';

/** What asks for runs in between is joined into the next one. */
const PAUSE_MS = 20;
/** Looks by itself as well: a job put off comes due, a hint got lost. */
const LOOK_EVERY_MS = 5_000;
/** A queue that was missing is looked for again after so long, heard of or not. */
const RETRY_UNROUTABLE_MS = 60_000;

export interface DispatcherPorts extends DispatchPorts {
  /** Whether the broker takes messages just now. */
  readonly isOpen: () => boolean;
}

export interface Dispatcher {
  /** There may be something to hand over, or room for it. */
  ask(): void;
  /** Resolves when the last batch is stored. */
  stop(): Promise<void>;
}

const dispatchTo = async (
  ports: DispatcherPorts,
  target: DispatchTarget,
  underWay: UnderWay,
): Promise<void> => {
  for (let handedOver = 1; handedOver > 0 && ports.isOpen(); ) {
    const dispatched = await dispatchJobs(ports, target, underWay);
    handedOver = dispatched.unroutable ? 0 : dispatched.handedOver;
  }
};

/** One pass over all extractors that have jobs waiting here; each as far as its window allows. */
export const dispatchAll = async (ports: DispatcherPorts, underWay: UnderWay): Promise<void> => {
  const now = ports.now();
  // What fails for one extractor must not keep those after it waiting.
  for (const target of await readDispatchTargets(ports.db, now, now - RETRY_UNROUTABLE_MS))
    await dispatchTo(ports, target, underWay).catch(ports.onError);
};

/** Hands jobs over whenever there is one to hand over and room for it. */
export const startDispatcher = (ports: DispatcherPorts): Dispatcher => {
  const underWay: UnderWay = new Set();
  const runs = joinRuns(async () => {
    if (ports.isOpen()) await dispatchAll(ports, underWay).catch(ports.onError);
  }, PAUSE_MS);
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
