import { useCallback, useState } from 'react';

export interface Selection {
  /** By id: what is selected stays so when it is scrolled out of sight. */
  readonly selected: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

const toggled = (selected: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  selected.has(id) ? new Set([...selected].filter((each) => each !== id)) : new Set([...selected, id]);

export const useSelection = (): Selection => {
  const [selected, select] = useState(NOTHING);
  const toggle = useCallback((id: string) => select((before) => toggled(before, id)), []);
  const clear = useCallback(() => select(NOTHING), []);
  return { selected, toggle, clear };
};
