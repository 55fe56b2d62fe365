import { type RefObject, useEffect, useRef } from 'react';

/** When the focused row is removed, moves the focus to the list, so that keyboard users do not start at the top of the page again. */
export const useKeptFocus = (rows: number): RefObject<HTMLElement | null> => {
  const list = useRef<HTMLElement>(null);
  const before = useRef(rows);
  useEffect(() => {
    const fewer = rows < before.current;
    before.current = rows;
    if (fewer && document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [rows]);
  return list;
};
