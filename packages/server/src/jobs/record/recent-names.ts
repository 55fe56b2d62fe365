/** Remembers what was stored lately, and forgets the rest. */
export interface RecentNames {
  readonly has: (name: string) => boolean;
  readonly add: (names: Iterable<string>) => void;
}

/** @param most how many are remembered at least; twice as many at most */
export const recentNames = (most: number): RecentNames => {
  let newer = new Set<string>();
  let older = new Set<string>();
  return {
    has: (name) => newer.has(name) || older.has(name),
    add: (names) => {
      for (const name of names) newer.add(name);
      if (newer.size < most) return;
      older = newer;
      newer = new Set();
    },
  };
};
