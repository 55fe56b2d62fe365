import { coalesce } from '@pawprint/async';
import type { Event } from '@pawprint/protocol';

export interface LiveEvents {
  /** The stream delivered an event. */
  readonly receive: (event: Event) => void;
  /** The stream connected or reconnected. Events before those it delivers next may be missing. */
  readonly catchUp: () => void;
  /** Runs a load. Events that arrive meanwhile may be missing in its answer, so they are loaded afterwards. */
  readonly duringLoad: <T>(load: () => Promise<T>) => Promise<T>;
}

interface LiveEventsOptions {
  /** Appends an event that has no gap before it. */
  readonly append: (event: Event) => void;
  /** Loads everything after the events that are loaded. */
  readonly loadNewer: () => Promise<unknown>;
}

/**
 * Appends a job's stream to its loaded events without a gap. An event is appended as it arrives only if everything
 * before it has been loaded and nothing is loading; until then each event makes this load what is newer.
 */
export const createLiveEvents = ({ append, loadNewer }: LiveEventsOptions): LiveEvents => {
  let isCaughtUp = false;
  let loads = 0;
  const requestNewer = coalesce(loadNewer, {
    onIdle: () => {
      isCaughtUp = loads === 0;
    },
  }).request;
  const catchUp = (): void => {
    isCaughtUp = false;
    requestNewer();
  };
  return {
    receive: (event) => (isCaughtUp ? append(event) : requestNewer()),
    catchUp,
    duringLoad: async (load) => {
      isCaughtUp = false;
      loads += 1;
      try {
        return await load();
      } finally {
        loads -= 1;
        catchUp();
      }
    },
  };
};
