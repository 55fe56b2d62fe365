import { lazy, Suspense } from 'react';
import { TabStopContext } from './row-parts.tsx';
import { AnyTreeRow, type RowFocus, tabStopOf } from './tree-row.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Up to this number all rows are rendered, so that the browser's own search finds them. */
export const MOST_PLAIN_ROWS = 150;

const VirtualTreeBody = lazy(async () => ({
  default: (await import('./virtual-tree-body.tsx')).VirtualTreeBody,
}));

interface TreeBodyProps {
  readonly rows: readonly TreeRow[];
  readonly focus: RowFocus;
}

export const TreeBody = ({ rows, focus }: TreeBodyProps) =>
  rows.length > MOST_PLAIN_ROWS ? (
    <Suspense fallback={<PlainTreeBody rows={rows.slice(0, MOST_PLAIN_ROWS)} focus={focus} />}>
      <VirtualTreeBody rows={rows} focus={focus} />
    </Suspense>
  ) : (
    <PlainTreeBody rows={rows} focus={focus} />
  );

const PlainTreeBody = ({ rows, focus }: TreeBodyProps) => (
  <TabStopContext value={tabStopOf(rows, focus)}>
    <tbody>
      {rows.map((row) => (
        <AnyTreeRow key={row.key} row={row} />
      ))}
    </tbody>
  </TabStopContext>
);
