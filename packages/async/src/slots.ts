export interface SlotOptions {
  readonly inAll: number;
  readonly perCaller: number;
  /** How many may wait. */
  readonly mostWaiting: number;
  readonly longestWaitMs: number;
}

export type LeaveSlot = () => void;

/** Room for so many at once; others wait, first come, first served. */
export interface Slots {
  /** Resolves once there is room, or to `too_busy` if it would take too long. Leave exactly once. */
  readonly enter: (caller: string) => Promise<LeaveSlot | 'too_busy'>;
}

interface Waiting {
  readonly caller: string;
  readonly resume: () => void;
}

export const createSlots = ({ inAll, perCaller, mostWaiting, longestWaitMs }: SlotOptions): Slots => {
  const waiting = new Set<Waiting>();
  const taken = new Map<string, number>();
  let takenInAll = 0;

  const hasRoom = (caller: string): boolean => takenInAll < inAll && (taken.get(caller) ?? 0) < perCaller;
  const take = (caller: string): LeaveSlot => {
    takenInAll += 1;
    taken.set(caller, (taken.get(caller) ?? 0) + 1);
    return () => {
      takenInAll -= 1;
      const left = (taken.get(caller) ?? 1) - 1;
      if (left === 0) taken.delete(caller);
      else taken.set(caller, left);
      resumeFirst();
    };
  };
  const resumeFirst = (): void => {
    for (const each of waiting) if (hasRoom(each.caller)) return each.resume();
  };

  return {
    enter: (caller) =>
      new Promise((resolve) => {
        if (hasRoom(caller)) return resolve(take(caller));
        if (waiting.size >= mostWaiting) return resolve('too_busy');
        const me: Waiting = {
          caller,
          resume() {
            clearTimeout(timer);
            waiting.delete(me);
            resolve(take(caller));
          },
        };
        const timer = setTimeout(() => {
          waiting.delete(me);
          resolve('too_busy');
        }, longestWaitMs);
        waiting.add(me);
      }),
  };
};
