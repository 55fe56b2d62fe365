import { type DispatchTarget, readDispatchTargets } from '../../store/extractors/read-dispatchable.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { type DispatchPace, startPace } from './dispatch-pace.ts';
import type { DispatchPorts } from './ports.ts';

/** A queue that was missing is looked for again after so long, heard of or not. */
const RETRY_UNROUTABLE_MS = 60_000;

export interface DispatcherPorts extends DispatchPorts {
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
