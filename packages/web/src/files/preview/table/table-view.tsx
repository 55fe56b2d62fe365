import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useMemo, useRef } from 'react';
import { formatCount } from '../../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../../design/data-table.tsx';
import { scaled } from '../../../design/scaled.ts';
import text from '../../../design/text.module.css';
import { Spacer } from '../../../design/virtual-rows.tsx';
import { Broken } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import type { Previewed } from '../previewed.ts';
import type { ReadText } from '../text/read-text.ts';
import { WithText } from '../text/with-text.tsx';
import { readTable, type Separator, type Table } from './read-table.ts';
import styles from './table-view.module.css';

/** Holds 1,000 rows of any usual table. */
const MOST_BYTES = 2_000_000;

/** The first rows of separated values as a table. */
export const TableView = ({ of }: { readonly of: Previewed }) => (
  <WithText of={of} mostBytes={MOST_BYTES}>
    {(read) => <TableOf name={of.name} read={read} />}
  </WithText>
);

/** More would take seconds to lay out. */
const MOST_COLUMNS = 100;

const TableOf = ({ name, read }: { readonly name: string; readonly read: ReadText }) => {
  const table = useMemo(() => readTable(read.text, read.isWhole), [read]);
  if (table.rows.length === 0) return <Broken what="table" reason="It has no rows. Its text may say more." />;
  return (
    <>
      <InPreviewBar>
        <span className={text.dimmed}>{describe(table, read)}</span>
      </InPreviewBar>
      <Rows name={name} table={table} />
    </>
  );
};

const NAMES: Readonly<Record<Separator, string>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'bars',
  ',': 'commas',
};

const describe = ({ columns, rows, isCut, separator }: Table, { encoding }: ReadText): string => {
  const rowsShown = `${isCut ? 'the first ' : ''}${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
  const all = `${formatCount(columns.length)} ${columns.length === 1 ? 'column' : 'columns'}`;
  const columnsShown = columns.length > MOST_COLUMNS ? `the first ${MOST_COLUMNS} of ${all}` : all;
  const [first = '', ...rest] = `${rowsShown}, ${columnsShown}, separated by ${NAMES[separator]}`;
  return `${first.toUpperCase()}${rest.join('')}${encoding === 'utf-8' ? '' : `, ${encoding.toUpperCase()}`}`;
};

const ROW_PX = 32;
/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0 };

const Rows = ({ name, table: { columns, rows } }: { readonly name: string; readonly table: Table }) => {
  const scroller = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => scaled(ROW_PX),
    overscan: 8,
  });
  const shown = columns.slice(0, MOST_COLUMNS);
  const items = virtualizer.getVirtualItems();
  return (
    <section {...SCROLLABLE} ref={scroller} className={styles.scroller} aria-label={`Table of ${name}`}>
      <DataTable className={styles.table} aria-rowcount={rows.length + 1} aria-colcount={columns.length}>
        <thead>
          <tr aria-rowindex={1}>
            <HeadCell numeric>Row</HeadCell>
            {shown.map(({ name: head, type }, n) => (
              <HeadCell key={n} numeric={type === 'number'} title={`${head}: ${type}`}>
                {cut(head)}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={items[0]?.start ?? 0} />
          {items.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2}>
              <Cell numeric className={clsx(styles.number, text.dimmed)}>
                {formatCount(index + 1)}
              </Cell>
              {shown.map(({ type }, n) => (
                <Cell key={n} numeric={type === 'number'} className={styles.cell}>
                  {cut(rows[index]?.[n] ?? '')}
                </Cell>
              ))}
            </tr>
          ))}
          <Spacer height={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </DataTable>
    </section>
  );
};

const MOST_LETTERS = 300;

const cut = (cell: string): string => (cell.length > MOST_LETTERS ? `${cell.slice(0, MOST_LETTERS)}…` : cell);
