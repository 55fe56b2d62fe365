/** One line of a folded document. */
export interface JsonRow {
  readonly depth: number;
  /** The name of the field, or the number of the item from 1; null for the whole. */
  readonly name: string | number | null;
  readonly value: unknown;
  /** Names the row among the others. */
  readonly id: string;
  /** Whether its values are shown below; null where there are none. */
  readonly isOpen: boolean | null;
  /** Stands in place of values that are not shown yet. */
  readonly more?: { readonly of: object; readonly count: number };
}

/** How many values of each container are shown; those that are missing are closed. */
export type OpenContainers = ReadonlyMap<object, number>;

/** A container shows its first values, and more on demand. */
export const SHOWN_AT_ONCE = 100;

export const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof ExactNumber);

export const sizeOf = (container: object): number =>
  Array.isArray(container) ? container.length : Object.keys(container).length;

/** The lines to show. Without recursion, since documents may nest as deep as they like. */
export const jsonRows = (root: unknown, open: OpenContainers): JsonRow[] => {
  const rows: JsonRow[] = [];
  const stack: JsonRow[] = [rowOf(0, null, root, '$', open)];
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row);
    if (row.isOpen && isContainer(row.value)) stack.push(...childrenOf(row, row.value, open).toReversed());
  }
  return rows;
};

const childrenOf = ({ depth, id }: JsonRow, container: object, open: OpenContainers): JsonRow[] => {
  const shown = open.get(container) ?? 0;
  const isList = Array.isArray(container);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(container).slice(0, shown);
  const rows = entries.map(([name, value], n) =>
    rowOf(depth + 1, isList ? n + 1 : name, value, `${id}.${n}`, open),
  );
  const count = sizeOf(container) - shown;
  return count <= 0
    ? rows
    : [
        ...rows,
        {
          depth: depth + 1,
          name: null,
          value: null,
          id: `${id}.more`,
          isOpen: null,
          more: { of: container, count },
        },
      ];
};

const rowOf = (
  depth: number,
  name: JsonRow['name'],
  value: unknown,
  id: string,
  open: OpenContainers,
): JsonRow => ({
  depth,
  name,
  value,
  id,
  isOpen: isContainer(value) && sizeOf(value) > 0 ? open.has(value) : null,
});

/** Open at first: the whole, and what is in it while that is not much. */
export const openAtFirst = (root: unknown): OpenContainers => {
  if (!isContainer(root)) return new Map();
  const inner = Object.values(root).filter(isContainer);
  const few = sizeOf(root) + inner.reduce((sum, each) => sum + sizeOf(each), 0) <= 40 ? inner : [];
  return new Map([root, ...few].map((container) => [container, SHOWN_AT_ONCE]));
};

/** A number as the document writes it, where JavaScript's numbers would round it. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Throws a SyntaxError for what is no JSON. */
export const parseJson = (text: string): unknown => {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  try {
    return parseWith(text, (_key, value, context) =>
      typeof value === 'number' && context?.source !== undefined && isRounded(value, context.source)
        ? new ExactNumber(context.source)
        : value,
    );
  } catch (error) {
    // A reviver is called recursively, and fails for documents that nest very deep.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
};

/** What engines give a reviver since 2024; the types of TypeScript do not have it yet. */
const parseWith: (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown = JSON.parse;

const isRounded = (value: number, source: string): boolean =>
  Math.abs(value) > Number.MAX_SAFE_INTEGER && /^-?\d+$/.test(source) && String(value) !== source;
