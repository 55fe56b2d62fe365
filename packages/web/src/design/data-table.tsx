import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import styles from './data-table.module.css';
import layout from './layout.module.css';

interface DataTableProps extends ComponentProps<'table'> {
  /** On a phone each row becomes a block of lines. Otherwise every row stays one line. */
  readonly stacked?: boolean;
  /** Too wide a table scrolls inside its own frame. Without it, the table has to fit its place. */
  readonly scrolls?: boolean;
  /** The first column has a name with a smaller line below it (`Lines`), and takes the width that the others leave. */
  readonly twoLines?: boolean;
}

/** A table of rows. Mark its rows with `data-row` to have j and k move between them. */
export const DataTable = ({
  stacked = false,
  scrolls = false,
  twoLines = false,
  className,
  ...rest
}: DataTableProps) => {
  const table = (
    <table
      {...rest}
      className={clsx(styles.table, twoLines && styles.twoLines, stacked && styles.stacked, className)}
    />
  );
  return scrolls ? <div className={styles.scrolled}>{table}</div> : table;
};

/** A name, and what is said of it in `small` lines below. */
export const Lines = ({ children }: { readonly children: ReactNode }) => (
  <span className={styles.lines}>{children}</span>
);

interface CellLayout {
  /** Aligned to the right, so that digits stand below each other. */
  readonly numeric?: boolean;
  /** Not on a phone. */
  readonly onlyWide?: boolean;
}

export const HeadCell = ({
  numeric = false,
  onlyWide = false,
  className,
  ...rest
}: ComponentProps<'th'> & CellLayout) => (
  <th
    scope="col"
    {...rest}
    className={clsx(numeric && styles.numeric, onlyWide && layout.onlyWide, className)}
  />
);

interface CellProps extends ComponentProps<'td'>, CellLayout {
  readonly truncated?: boolean;
  /** In a stacked row: its column's name, written before the value. */
  readonly head?: string;
  /** In a stacked row: takes a line of its own. */
  readonly wholeLine?: boolean;
  /** In a stacked row: stands at the end of its line. */
  readonly toEnd?: boolean;
}

export const Cell = ({
  numeric = false,
  onlyWide = false,
  truncated = false,
  head,
  wholeLine = false,
  toEnd = false,
  className,
  ...rest
}: CellProps) => (
  <td
    {...rest}
    data-head={head}
    className={clsx(
      numeric && styles.numeric,
      onlyWide && layout.onlyWide,
      truncated && styles.truncated,
      wholeLine && styles.wholeLine,
      toEnd && styles.toEnd,
      className,
    )}
  />
);
