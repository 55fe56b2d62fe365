import type { TreeRow } from './tree-rows.ts';

export type RowOf<Type extends TreeRow['type']> = Extract<TreeRow, { readonly type: Type }>;

/** Table parts that are laid out as grids lose their meaning in some browsers: it is said again. */
export const ROW = { role: 'row' } as const;
export const CELL = { role: 'gridcell' } as const;
export const HEAD = { role: 'columnheader', scope: 'col' } as const;

/** What every row puts on its element: where it stands, and that the keyboard can reach it. */
export interface RowPlace {
  readonly role: 'row';
  readonly 'aria-level': number;
  readonly 'aria-rowindex'?: number | undefined;
  readonly 'data-key': string;
  readonly 'data-row'?: boolean | undefined;
  readonly 'data-begins'?: boolean | undefined;
  readonly 'data-ends'?: boolean | undefined;
  readonly 'data-index'?: number | undefined;
  readonly tabIndex?: number | undefined;
}

export type RowProps<Type extends TreeRow['type']> = { readonly row: RowOf<Type> } & RowPlace;
