import { lazy, Suspense } from 'react';
import { AnyTreeRow } from './tree-row.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Up to this number all rows are rendered, so that the browser's own search finds them. */
export const MOST_PLAIN_ROWS = 150;

const VirtualTreeBody = lazy(async () => ({
  default: (await import('./virtual-tree-body.tsx')).VirtualTreeBody,
}));

interface TreeBodyProps {
  readonly rows: readonly TreeRow[];
}

export const TreeBody = ({ rows }: TreeBodyProps) =>
  rows.length > MOST_PLAIN_ROWS ? (
    <Suspense fallback={<PlainTreeBody rows={rows.slice(0, MOST_PLAIN_ROWS)} />}>
      <VirtualTreeBody rows={rows} />
    </Suspense>
  ) : (
    <PlainTreeBody rows={rows} />
  );

const PlainTreeBody = ({ rows }: TreeBodyProps) => (
  <tbody>
    {rows.map((row) => (
      <AnyTreeRow key={row.key} row={row} />
    ))}
  </tbody>
);
