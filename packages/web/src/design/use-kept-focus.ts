import { type RefObject, useEffect, useRef } from 'react';

/** When rows go and the focus goes with one of them, it stays with their list: the keyboard does not begin at the top. */
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
