import type { Event } from '@pawprint/protocol';
import { coalesced } from '../live/coalesced.ts';

export interface LiveEvents {
  /** The stream said something. */
  readonly hear: (event: Event) => void;
  /** The stream came or came back: there may be a gap before what it says next. */
  readonly catchUp: () => void;
  /** Loads a page. What is said meanwhile may be missing in it, so it is asked for afterwards. */
  readonly during: <T>(load: () => Promise<T>) => Promise<T>;
}

interface Ports {
  /** Takes in an event that has no gap before it. */
  readonly take: (event: Event) => void;
  /** Asks for everything after what is loaded. */
  readonly askForNewer: () => Promise<unknown>;
}

/**
 * Joins a job's stream on to its loaded events. What the stream says is taken as it comes only once everything before
 * it was asked for and nothing is being loaded; until then each word is a reason to ask again.
 */
export const liveEvents = ({ take, askForNewer }: Ports): LiveEvents => {
  let caughtUp = false;
  let loading = 0;
  const onSettled = (): void => {
    caughtUp = loading === 0;
  };
  const ask = coalesced(askForNewer, { onSettled });
  const catchUp = (): void => {
    caughtUp = false;
    ask();
  };
  return {
    hear: (event) => (caughtUp ? take(event) : ask()),
    catchUp,
    during: async (load) => {
      caughtUp = false;
      loading += 1;
      try {
        return await load();
      } finally {
        loading -= 1;
        catchUp();
      }
    },
  };
};
