import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import clsx from 'clsx';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { Spacer, useRowsInSight } from '../../design/virtual-rows.tsx';
import { openClickedRow } from '../../keyboard/rows.ts';
import type { JobSnapshot } from '../job-snapshot.ts';
import type { Column } from './columns.tsx';
import type { JobSort } from './job-sorts.ts';
import styles from './jobs-table.module.css';
import type { JobSelection } from './selection.ts';

interface JobsTableProps {
  readonly jobs: readonly JobSnapshot[];
  readonly columns: readonly Column[];
  readonly sort: JobSort;
  readonly onSort: (sort: JobSort) => void;
  readonly selection: JobSelection;
  readonly onNearEnd: (() => void) | undefined;
  readonly isStale: boolean;
}

/** A list of jobs. Only the rows in sight are in the DOM, and one of them is in the order of the Tab key. */
export const JobsTable = (props: JobsTableProps) => {
  const { jobs, columns, selection, onNearEnd, isStale } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const isNarrow = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const { from, to, heightAbove, heightBelow } = useRowsInSight({
    body,
    count: jobs.length,
    rowHeight: isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT,
    onNearEnd,
  });
  const inSight = jobs.slice(from, to);
  const stop = inSight.some(({ job }) => job.id === active) ? active : inSight[0]?.job.id;
  const onFocus = useCallback((id: string) => setActive(id), []);
  const onSelect = useSelectRow(jobs, selection);
  return (
    <DataTable
      className={styles.table}
      aria-label="Jobs"
      aria-rowcount={jobs.length + 1}
      data-stale={isStale || undefined}
    >
      <TableHead {...props} />
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

/** The same function in every render, so that rows are rendered again only for what changes in them. */
const useSelectRow = (jobs: readonly JobSnapshot[], { toggle }: JobSelection) => {
  const shown = useRef(jobs);
  useEffect(() => {
    shown.current = jobs;
  }, [jobs]);
  return useCallback(
    (id: string, toHere: boolean) => toggle(id, toHere ? shown.current.map(({ job }) => job.id) : null),
    [toggle],
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

const JobRow = memo((props: JobRowProps) => {
  const { snapshot, columns, position, isSelected, onSelect, isTabStop, onFocus } = props;
  const { id } = snapshot.job;
  const row = useRef<HTMLTableRowElement>(null);
  // What the cells contain decides itself what can be focused, so the order of the Tab key is set afterwards.
  useLayoutEffect(() => {
    for (const element of row.current?.querySelectorAll<HTMLElement>('a, button, input') ?? [])
      element.tabIndex = isTabStop ? 0 : -1;
  });
  return (
    <tr
      ref={row}
      className={styles.row}
      data-row
      tabIndex={isTabStop ? 0 : -1}
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      onFocus={() => onFocus(id)}
      onClick={openClickedRow}
    >
      <td data-column="select">
        <label className={styles.checkbox}>
          <input
            type="checkbox"
            aria-label={`Select job ${shortId(id)}`}
            checked={isSelected}
            onChange={({ nativeEvent }) =>
              onSelect(id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
            }
          />
        </label>
      </td>
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
    </tr>
  );
});

const TableHead = ({ columns, sort, onSort }: JobsTableProps) => (
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
          aria-sort={sortOf(column, sort)}
        >
          {column.sorts ? <SortButton column={column} sort={sort} onSort={onSort} /> : column.label}
        </HeadCell>
      ))}
    </tr>
  </thead>
);

const sortOf = ({ sorts }: Column, sort: JobSort): 'ascending' | 'descending' | undefined => {
  if (!sorts?.includes(sort)) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
};

interface SortButtonProps {
  readonly column: Column;
  readonly sort: JobSort;
  readonly onSort: (sort: JobSort) => void;
}

const SortButton = ({ column: { label, sorts }, sort, onSort }: SortButtonProps) => {
  const [first, second] = sorts ?? [];
  const next = sort === first ? (second ?? first) : first;
  const isChosen = sorts?.includes(sort) ?? false;
  return (
    <button
      type="button"
      className={clsx(styles.sort, isChosen && styles.chosen)}
      onClick={() => next && onSort(next)}
    >
      {label}
      {isChosen ? <Icon name={sort.startsWith('-') ? 'down' : 'up'} /> : null}
    </button>
  );
};
