import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { moveRow, openClickedRow } from '../keyboard/rows.ts';
import type { RowSelection } from './row-selection.ts';
import styles from './selectable-row.module.css';

interface SelectableRowProps {
  readonly id: string;
  /** "Select job 8c07e4f1" */
  readonly label: string;
  /** In the whole list, counted from 1. */
  readonly position: number;
  readonly isSelected: boolean;
  /** Undefined: nothing can be done with selected rows. `toHere`: all rows from the one that was changed before. */
  readonly onSelect: ((id: string, toHere: boolean) => void) | undefined;
  /** Of all rows one is in the order of the Tab key. */
  readonly isTabStop: boolean;
  readonly onFocus: (id: string) => void;
  /** The cells after the one for selecting. */
  readonly children: ReactNode;
}

/**
 * A row of a table that opens by a click anywhere or by Enter. The arrow keys move between rows, the space bar selects;
 * with Shift, all rows from the one before.
 */
export const SelectableRow = (props: SelectableRowProps) => {
  const { id, label, position, isSelected, onSelect, isTabStop, onFocus, children } = props;
  const row = useRef<HTMLTableRowElement>(null);
  // What the cells contain decides itself what can be focused, so the order of the Tab key is set afterwards.
  useLayoutEffect(() => {
    for (const element of row.current?.querySelectorAll<HTMLElement>('a, button, input') ?? [])
      element.tabIndex = isTabStop ? 0 : -1;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== row.current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      moveRow(document, event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === ' ' && onSelect) onSelect(id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    <tr
      ref={row}
      className={styles.row}
      data-row
      tabIndex={isTabStop ? 0 : -1}
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      onFocus={() => onFocus(id)}
      onClick={openClickedRow}
      onKeyDown={onKeyDown}
    >
      <td data-column="select">
        {onSelect ? (
          <label className={styles.checkbox}>
            <input
              type="checkbox"
              aria-label={label}
              checked={isSelected}
              onChange={({ nativeEvent }) =>
                onSelect(id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
              }
            />
          </label>
        ) : null}
      </td>
      {children}
    </tr>
  );
};

/** Of the rows in sight, which is in the order of the Tab key: the one that had the focus last, else the first. */
export const useTabStop = (inSight: readonly string[]) => {
  const [active, setActive] = useState<string | null>(null);
  const onFocus = useCallback((id: string) => setActive(id), []);
  return { stop: inSight.find((id) => id === active) ?? inSight[0], onFocus };
};

/** The same function in every render, so that rows are rendered again only for what changes in them. */
export const useSelectRow = (order: readonly string[], { toggle }: Pick<RowSelection<unknown>, 'toggle'>) => {
  const shown = useRef(order);
  useEffect(() => {
    shown.current = order;
  }, [order]);
  return useCallback((id: string, toHere: boolean) => toggle(id, toHere ? shown.current : null), [toggle]);
};
