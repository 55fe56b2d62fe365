import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { memo, useMemo, useRef } from 'react';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import type { RowSelection } from '../../design/row-selection.ts';
import { SelectableRow, useSelectRow, useTabStop } from '../../design/selectable-row.tsx';
import { shortId } from '../../design/short-id.tsx';
import { ariaSort, SortButton } from '../../design/sort-button.tsx';
import { Spacer, useRowsInSight } from '../../design/virtual-rows.tsx';
import type { JobSnapshot } from '../job-snapshot.ts';
import type { Column } from './columns.tsx';
import type { JobSort } from './job-sorts.ts';
import styles from './jobs-table.module.css';

interface JobsTableProps {
  readonly jobs: readonly JobSnapshot[];
  readonly columns: readonly Column[];
  readonly sort: JobSort;
  readonly onSort: (sort: JobSort) => void;
  readonly selection: RowSelection<string>;
  readonly onNearEnd: (() => void) | undefined;
  readonly isStale: boolean;
}

/** A list of jobs. Only the rows in sight are in the DOM, and one of them is in the order of the Tab key. */
export const JobsTable = (props: JobsTableProps) => {
  const { jobs, columns, sort, onSort, selection, onNearEnd, isStale } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const isNarrow = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const ids = useMemo(() => jobs.map(({ job }) => job.id), [jobs]);
  const { from, to, heightAbove, heightBelow } = useRowsInSight({
    body,
    count: jobs.length,
    ids: isStale ? undefined : ids,
    rowHeight: isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT,
    onNearEnd,
  });
  const inSight = jobs.slice(from, to);
  const { stop, onFocus } = useTabStop(inSight.map(({ job }) => job.id));
  const onSelect = useSelectRow(ids, selection);
  return (
    <DataTable
      className={styles.table}
      aria-label="Jobs"
      aria-rowcount={jobs.length + 1}
      data-stale={isStale || undefined}
    >
      <TableHead columns={columns} sort={sort} onSort={onSort} />
      <tbody ref={body}>
        <Spacer height={heightAbove} />
        {inSight.map((snapshot, offset) => (
          <JobRow
            key={snapshot.job.id}
            snapshot={snapshot}
            columns={columns}
            position={from + offset + 1}
            isSelected={selection.isSelected(snapshot.job.id)}
            onSelect={onSelect}
            isTabStop={snapshot.job.id === stop}
            onFocus={onFocus}
          />
        ))}
        <Spacer height={heightBelow} />
      </tbody>
    </DataTable>
  );
};

const ROW_HEIGHT = 36;
/** Three lines. */
const NARROW_ROW_HEIGHT = 76;

interface JobRowProps {
  readonly snapshot: JobSnapshot;
  readonly columns: readonly Column[];
  /** In the whole list, counted from 1. */
  readonly position: number;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, toHere: boolean) => void;
  readonly isTabStop: boolean;
  readonly onFocus: (id: string) => void;
}

const JobRow = memo(({ snapshot, columns, ...row }: JobRowProps) => {
  const { id } = snapshot.job;
  return (
    <SelectableRow {...row} id={id} label={`Select job ${shortId(id)}`}>
      {columns.map((column) => (
        <Cell
          key={column.id}
          data-column={column.id}
          truncated
          numeric={column.numeric ?? false}
          onlyWide={column.onlyWide ?? false}
        >
          {column.cell(snapshot)}
        </Cell>
      ))}
    </SelectableRow>
  );
});

const TableHead = memo(({ columns, sort, onSort }: Pick<JobsTableProps, 'columns' | 'sort' | 'onSort'>) => (
  <thead>
    <tr aria-rowindex={1}>
      <HeadCell data-column="select">
        <VisuallyHidden>Selected</VisuallyHidden>
      </HeadCell>
      {columns.map((column) => (
        <HeadCell
          key={column.id}
          data-column={column.id}
          numeric={column.numeric ?? false}
          onlyWide={column.onlyWide ?? false}
          aria-sort={ariaSort(column.sorts, sort)}
        >
          {column.sorts ? (
            <SortButton label={column.label} sorts={column.sorts} sort={sort} onSort={onSort} />
          ) : (
            column.label
          )}
        </HeadCell>
      ))}
    </tr>
  </thead>
));
