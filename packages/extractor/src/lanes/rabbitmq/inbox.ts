/** Things that arrive by themselves, for somebody who takes them one by one. */
export interface Inbox<T> {
  readonly put: (item: T) => void;
  /** Waits for the next; undefined once the signal aborts. */
  readonly next: (until: AbortSignal) => Promise<T | undefined>;
  /** Takes out all that is in it. */
  readonly empty: () => readonly T[];
}

export const createInbox = <T>(): Inbox<T> => {
  const items: T[] = [];
  let wake = () => {};
  return {
    put(item) {
      items.push(item);
      wake();
    },
    async next(until) {
      const onAbort = () => wake();
      until.addEventListener('abort', onAbort);
      while (items.length === 0 && !until.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      until.removeEventListener('abort', onAbort);
      return until.aborted ? undefined : items.shift();
    },
    empty: () => items.splice(0),
  };
};
