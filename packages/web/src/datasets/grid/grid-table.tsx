import type { Dataset, GridColumn } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useMemo, useState } from 'react';
import { formatBytes } from '../../design/bytes.ts';
import { Icon } from '../../design/icon.tsx';
import { fileIcon } from '../../files/file-type.ts';
import {
  type CellSelection,
  HEAD_PX,
  isSelected,
  type Place,
  type Rectangle,
  ROW_PX,
  rectangleOf,
} from './cell-selection.ts';
import { ColumnHead } from './column-head.tsx';
import { CellContent } from './grid-cell.tsx';
import styles from './grid-table.module.css';
import { useDragSelection } from './use-drag-selection.ts';
import type { GridLine } from './use-grid-rows.ts';
import { type GridView, useGridKeys, useGridView } from './use-grid-view.ts';

interface GridTableProps {
  readonly dataset: Pick<Dataset, 'id' | 'name'>;
  readonly columns: readonly GridColumn[];
  readonly rows: number;
  /** Undefined: it is being loaded. */
  readonly line: (row: number) => GridLine | undefined;
  readonly selection: CellSelection | null;
  readonly onSelect: (selection: CellSelection | null) => void;
  /** Other rows are in sight. */
  readonly onSight: (from: number, to: number) => void;
}

/** Files × extractors. Only the cells in sight are in the DOM; the head and the names of the files stay in place. */
export const GridTable = ({ dataset, columns, rows, line, selection, onSelect, onSight }: GridTableProps) => {
  const [active, setActive] = useState<Place>({ row: 0, column: -1 });
  const counts = { rows, columns: columns.length };
  const { frame, frameRef, view } = useGridView(counts, active);
  const { from, to } = view;
  useEffect(() => onSight(from, to), [from, to, onSight]);
  const keys = useGridKeys({ ...counts, active, setActive, frame, view, selection, onSelect });
  const drag = useDragSelection({ ...counts, active, setActive, frame, view, onSelect });
  const rectangle = useMemo(() => selection && rectangleOf(selection), [selection]);
  // The parts of `view` that stay the same while rows scroll.
  const shared = { columns, inSight: view.columns, firstPx: view.firstPx, columnPx: view.columnPx };
  const activeColumnIn = (row: number): number | null => (row === active.row ? active.column : null);
  return (
    <div ref={frameRef} className={styles.frame}>
      <table
        className={styles.canvas}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a grid is a table
        role="grid"
        aria-label="Files and extractors"
        aria-rowcount={rows + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        tabIndex={-1}
        style={{ width: view.width, height: view.height }}
        {...keys}
        {...drag}
      >
        <thead className={styles.headRow} style={{ height: HEAD_PX }}>
          <HeadRow {...shared} activeColumn={activeColumnIn(-1)} dataset={dataset} />
        </thead>
        <tbody>
          {view.rows.map(({ index, start }) => (
            <BodyRow
              key={index}
              {...shared}
              activeColumn={activeColumnIn(index)}
              row={index}
              top={start}
              line={line(index)}
              rectangle={rectangle && isRowIn(rectangle, index) ? rectangle : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly columns: readonly GridColumn[];
  /** The columns in the DOM. */
  readonly inSight: GridView['columns'];
  readonly firstPx: number;
  readonly columnPx: number;
  /** Null: the active place is in another row. */
  readonly activeColumn: number | null;
}

/** What makes an element a place of the grid: one of them all is in the tab order. */
const asPlace = (activeColumn: number | null, row: number, column: number) => ({
  'data-place': `${row} ${column}`,
  tabIndex: column === activeColumn ? 0 : -1,
  'aria-colindex': column + 2,
});

const HeadRow = memo(
  ({
    columns,
    inSight,
    firstPx,
    columnPx,
    activeColumn,
    dataset,
  }: RowProps & Pick<GridTableProps, 'dataset'>) => (
    <tr aria-rowindex={1}>
      <th scope="col" className={styles.corner} style={{ width: firstPx }} {...asPlace(activeColumn, -1, -1)}>
        File
      </th>
      {inSight.map(({ index, gapPx }) => {
        const column = columns[index];
        return column ? (
          <th
            key={column.extractor}
            scope="col"
            className={styles.head}
            style={{ width: columnPx, marginLeft: gapPx }}
            {...asPlace(activeColumn, -1, index)}
          >
            <ColumnHead dataset={dataset} column={column} />
          </th>
        ) : null;
      })}
    </tr>
  ),
);

interface BodyRowProps extends RowProps {
  readonly row: number;
  readonly top: number;
  readonly line: GridLine | undefined;
  /** The selection, if it has cells of this row. */
  readonly rectangle: Rectangle | null;
}

const BodyRow = memo((props: BodyRowProps) => {
  const { columns, inSight, firstPx, columnPx, activeColumn, row, top, line, rectangle } = props;
  return (
    <tr className={styles.row} aria-rowindex={row + 2} style={{ top, height: ROW_PX }}>
      <th scope="row" className={styles.first} style={{ width: firstPx }} {...asPlace(activeColumn, row, -1)}>
        {line ? <FirstCell line={line} /> : <Placeholder />}
      </th>
      {inSight.map(({ index, gapPx }) => {
        const name = columns[index]?.extractor ?? '';
        return (
          <td
            key={name}
            className={styles.cell}
            aria-selected={isSelected(rectangle, { row, column: index })}
            style={{ width: columnPx, marginLeft: gapPx }}
            {...asPlace(activeColumn, row, index)}
          >
            {line ? <CellContent cell={line.cell(name)} /> : <Placeholder />}
          </td>
        );
      })}
    </tr>
  );
});

const isRowIn = ({ top, bottom }: Rectangle, row: number): boolean => row >= top && row <= bottom;

const Placeholder = () => <span className={styles.placeholder} />;

const FirstCell = ({ line: { file } }: { readonly line: GridLine }) =>
  file === null ? (
    <span className={styles.dataset}>The dataset itself</span>
  ) : (
    <>
      <Link
        className={styles.file}
        to="/files/$id"
        params={{ id: file.id }}
        tabIndex={-1}
        draggable={false}
        title={file.name}
      >
        <Icon name={fileIcon(file.mime)} />
        <span>{file.name}</span>
      </Link>
      <span className={styles.size}>{formatBytes(file.size_bytes)}</span>
    </>
  );
