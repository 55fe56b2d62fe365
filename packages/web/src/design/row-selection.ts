import { useCallback, useRef, useState } from 'react';

/** Rows by their ids, or all that met a query at one time. */
export type Selected<Query> =
  | { readonly of: 'ids'; readonly ids: ReadonlySet<string> }
  | { readonly of: 'query'; readonly query: Query };

export interface RowSelection<Query> {
  readonly selected: Selected<Query>;
  readonly isSelected: (id: string) => boolean;
  readonly isEmpty: boolean;
  /** @param order of the rows: selects all from the one that was changed before to this one. Null: only this one */
  readonly toggle: (id: string, order: readonly string[] | null) => void;
  readonly selectRows: (ids: readonly string[]) => void;
  /** Selects all rows that meet a query, also those that are not loaded. */
  readonly selectQuery: (query: Query) => void;
  readonly clear: () => void;
}

export const useRowSelection = <Query>(): RowSelection<Query> => {
  const [selected, setSelected] = useState<Selected<Query>>(NOTHING);
  const lastChanged = useRef<string | null>(null);
  const toggle = useCallback((id: string, order: readonly string[] | null): void => {
    const from = lastChanged.current;
    lastChanged.current = id;
    setSelected((before) => {
      const ids = before.of === 'ids' ? before.ids : NO_IDS;
      if (order === null || from === null) return { of: 'ids', ids: withToggled(ids, id) };
      return { of: 'ids', ids: new Set([...ids, ...between(order, from, id)]) };
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

const NOTHING = { of: 'ids', ids: NO_IDS } as const;

/** The rows from one to the other, whichever is above; only the other where the one is no longer shown. */
export const between = (order: readonly string[], from: string, to: string): readonly string[] => {
  const [first, last] = [order.indexOf(from), order.indexOf(to)];
  return first < 0 || last < 0 ? [to] : order.slice(Math.min(first, last), Math.max(first, last) + 1);
};

const withToggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id]);
