import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { focusedRow, moveRow, openClickedRow } from '../keyboard/rows.ts';

/**
 * The body of a table whose rows (`data-row`, with a tabIndex) open by a click anywhere or by Enter. One row is in the
 * order of the Tab key, with its links and buttons after it; the arrow keys move to the others.
 */
export const OpenableRows = ({ children }: { readonly children: ReactNode }) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState<HTMLElement | null>(null);
  // What the cells contain decides itself what can be focused, so the order of the Tab key is set afterwards.
  useLayoutEffect(() => {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const stop = rows.find((row) => row === active) ?? rows[0];
    for (const row of rows) {
      const tabIndex = row === stop ? 0 : -1;
      row.tabIndex = tabIndex;
      for (const inside of row.querySelectorAll<HTMLElement>('a, button')) inside.tabIndex = tabIndex;
    }
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens the row that has the focus, on every page
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what its rows have in common
    <tbody
      ref={body}
      onFocus={({ target }: FocusEvent) => setActive(rowOf(target))}
      onClick={(event: MouseEvent) => {
        const row = rowOf(event.target);
        const { target, ctrlKey, metaKey } = event;
        if (row) openClickedRow({ target, currentTarget: row, ctrlKey, metaKey });
      }}
      onKeyDown={moveByArrows}
    >
      {children}
    </tbody>
  );
};

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;

const moveByArrows = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== focusedRow(document)) return;
  if (event.key === 'ArrowDown') moveRow(document, 1);
  else if (event.key === 'ArrowUp') moveRow(document, -1);
  else return;
  event.preventDefault();
};
