import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { TabStopContext } from './row-parts.tsx';
import { AnyTreeRow, estimateHeight, type RowFocus, tabStopOf } from './tree-row.tsx';
import type { TreeRow } from './tree-rows.ts';

interface VirtualTreeBodyProps {
  readonly rows: readonly TreeRow[];
  readonly focus: RowFocus;
}

/** Renders only the rows in the window; empty space of the same height stands for the others. */
export const VirtualTreeBody = ({ rows, focus }: VirtualTreeBodyProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimateHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: top,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  useLayoutEffect(() => {
    for (const row of body.current?.children ?? []) virtualizer.measureElement(row as HTMLTableRowElement);
  });
  const above = (items[0]?.start ?? top) - top;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const rendered = items.flatMap(({ index }) => rows[index] ?? []);
  return (
    <TabStopContext value={tabStopOf(rendered, focus)}>
      <tbody ref={body} style={{ paddingTop: above, paddingBottom: below }}>
        {items.map(({ key, index }) => {
          const row = rows[index];
          return row ? <AnyTreeRow key={key} row={row} index={index} /> : null;
        })}
      </tbody>
    </TabStopContext>
  );
};
