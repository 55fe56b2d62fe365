import Papa from 'papaparse';

export type ColumnType = 'number' | 'date' | 'text';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export interface Table {
  readonly separator: Separator;
  readonly columns: readonly Column[];
  /** Without that of the names. A row may have fewer cells than there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** There are more rows than these. */
  readonly isCut: boolean;
}

/**
 * In the order in which they are tried: a comma also parts decimals and sentences, the others hardly stand in a cell.
 */
export const SEPARATORS = ['\t', ';', '|', ','] as const;
export type Separator = (typeof SEPARATORS)[number];

export const MOST_ROWS = 1000;

/**
 * The first rows of a text of separated values. The first row names the columns, unless it looks like the others.
 *
 * @param isWhole whether this is the whole text. Otherwise its last row may be broken off, and is left out
 */
export const readTable = (text: string, isWhole: boolean): Table => {
  const separator = sniffSeparator(text);
  const parsed = parseRows(text, separator, MOST_ROWS + 2);
  const all = isWhole || parsed.length > MOST_ROWS + 1 ? parsed : parsed.slice(0, -1);
  const hasNames = isHead(all[0] ?? [], all.slice(1));
  const body = hasNames ? all.slice(1) : all;
  const rows = body.slice(0, MOST_ROWS);
  return {
    separator,
    columns: columnsOf(hasNames ? (all[0] ?? []) : [], rows),
    rows,
    isCut: !isWhole || body.length > MOST_ROWS,
  };
};

const SNIFFED_ROWS = 50;

/** The separator by which the first rows have the same number of cells; where none is found, a comma. */
export const sniffSeparator = (text: string): Separator => {
  const head = text.slice(0, 65_536);
  return SEPARATORS.find((separator) => partsEvenly(parseRows(head, separator, SNIFFED_ROWS))) ?? ',';
};

/** Nine of ten rows have as many cells as most, and more than one. */
const partsEvenly = (rows: readonly (readonly string[])[]): boolean => {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most !== undefined && most[0] > 1 && most[1] >= rows.length * 0.9;
};

const parseRows = (text: string, delimiter: Separator, preview: number): string[][] =>
  Papa.parse<string[]>(text, { delimiter, preview, skipEmptyLines: true }).data;

/** Every cell has a text that is no number, and no two are the same. */
const isHead = (first: readonly string[], others: readonly (readonly string[])[]): boolean =>
  others.length > 0 &&
  first.every((cell) => cell.trim() !== '' && typeOfCell(cell) === 'text') &&
  new Set(first).size === first.length;

const columnsOf = (names: readonly string[], rows: readonly (readonly string[])[]): Column[] => {
  const count = rows.reduce((most, { length }) => Math.max(most, length), names.length);
  return Array.from({ length: count }, (_, n) => ({
    name: names[n] ?? String(n + 1),
    type: typeOfColumn(rows, n),
  }));
};

/** Cells that are empty, or say that there is no value, count for no type. */
const typeOfColumn = (rows: readonly (readonly string[])[], n: number): ColumnType => {
  let found: ColumnType | undefined;
  for (const row of rows) {
    const cell = row[n]?.trim() ?? '';
    if (NO_VALUE.test(cell)) continue;
    const type = typeOfCell(cell);
    if (type === 'text' || (found !== undefined && found !== type)) return 'text';
    found = type;
  }
  return found ?? 'text';
};

const NO_VALUE = /^(|na|n\/a|nan|null|none|-|–)$/i;
const NUMBER = /^[-+]?(\d{1,3}(,\d{3})+(\.\d+)?|\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?\s?%?$/i;
const DATE = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|[-+]\d{2}:?\d{2})?)?)?$/;

const typeOfCell = (cell: string): ColumnType => {
  const text = cell.trim();
  if (NUMBER.test(text)) return 'number';
  return DATE.test(text) ? 'date' : 'text';
};
