import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { Row } from './row.tsx';
import { estimateRow } from './row-heights.ts';
import type { TreeRow } from './tree-rows.ts';

/** Up to here all rows stand in the page, where the browser's own search finds them. */
export const MOST_PLAIN_ROWS = 150;

interface TreeBodyProps {
  readonly rows: readonly TreeRow[];
}

const PlainBody = ({ rows }: TreeBodyProps) => (
  <tbody>
    {rows.map((row) => (
      <Row key={row.key} row={row} />
    ))}
  </tbody>
);

/** Only the rows in sight are in the page; what is above and below them is empty room of the same height. */
const LongBody = ({ rows }: TreeBodyProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimateRow(rows[index]),
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
  return (
    <tbody ref={body} style={{ paddingTop: above, paddingBottom: below }}>
      {items.map(({ key, index }) => {
        const row = rows[index];
        return row ? <Row key={key} row={row} index={index} /> : null;
      })}
    </tbody>
  );
};

export const TreeBody = ({ rows }: TreeBodyProps) =>
  rows.length > MOST_PLAIN_ROWS ? <LongBody rows={rows} /> : <PlainBody rows={rows} />;
