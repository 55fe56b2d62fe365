export interface PendingActs {
  /** Gives the act back as it is, and remembers it until it ends. */
  readonly track: <T>(act: Promise<T>) => Promise<T>;
  /** Resolves when every act begun has ended; rejects with the first failure among those still under way. */
  readonly settled: () => Promise<void>;
}

/**
 * What a handler has begun and not seen the end of. One that forgets to await an upload must neither lose it to the
 * job's end nor bring the process down with an unhandled rejection.
 */
export const createPendingActs = (): PendingActs => {
  const underWay = new Set<Promise<unknown>>();
  return {
    track: (act) => {
      underWay.add(act);
      const forget = () => void underWay.delete(act);
      act.then(forget, forget);
      return act;
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
};
