import { useCallback, useRef, useState } from 'react';

/** Jobs by their ids, or all that met a query at one time. */
export type Selected =
  | { readonly of: 'ids'; readonly ids: ReadonlySet<string> }
  | { readonly of: 'query'; readonly query: string };

export interface JobSelection {
  readonly selected: Selected;
  readonly isSelected: (id: string) => boolean;
  readonly isEmpty: boolean;
  /** @param toHere selects all rows from the one that was changed before to this one */
  readonly toggle: (id: string, toHere: boolean) => void;
  readonly selectRows: (ids: readonly string[]) => void;
  /** Selects all jobs that meet a query, also those that are not loaded. */
  readonly selectQuery: (query: string) => void;
  readonly clear: () => void;
}

const NOTHING: Selected = { of: 'ids', ids: new Set() };

/** @param order the ids of the rows as they are shown */
export const useJobSelection = (order: readonly string[]): JobSelection => {
  const [selected, setSelected] = useState<Selected>(NOTHING);
  const lastChanged = useRef<string | null>(null);
  const latestOrder = useRef(order);
  latestOrder.current = order;
  const toggle = useCallback((id: string, toHere: boolean): void => {
    const from = lastChanged.current;
    lastChanged.current = id;
    setSelected((before) => {
      const ids = before.of === 'ids' ? before.ids : NO_IDS;
      if (toHere && from !== null)
        return { of: 'ids', ids: new Set([...ids, ...between(latestOrder.current, from, id)]) };
      return { of: 'ids', ids: withToggled(ids, id) };
    });
  }, []);
  return {
    selected,
    isSelected: (id) => selected.of === 'query' || selected.ids.has(id),
    isEmpty: selected.of === 'ids' && selected.ids.size === 0,
    toggle,
    selectRows: useCallback((ids) => setSelected({ of: 'ids', ids: new Set(ids) }), []),
    selectQuery: useCallback((query) => setSelected({ of: 'query', query }), []),
    clear: useCallback(() => setSelected(NOTHING), []),
  };
};

const NO_IDS: ReadonlySet<string> = new Set();

/** The rows from one to the other, whichever is above; only the other where the one is no longer shown. */
export const between = (order: readonly string[], from: string, to: string): readonly string[] => {
  const [first, last] = [order.indexOf(from), order.indexOf(to)];
  return first < 0 || last < 0 ? [to] : order.slice(Math.min(first, last), Math.max(first, last) + 1);
};

const withToggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id]);
