import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { DatasetFile } from '@pawprint/protocol';
import type { FileSort } from '@pawprint/protocol/client';
import { Fragment, memo, useCallback, useMemo, useRef, useState } from 'react';
import { DataTable, HeadCell } from '../../design/data-table.tsx';
import { withKept } from '../../design/row-blocks.ts';
import type { RowSelection } from '../../design/row-selection.ts';
import { useSelectRow, useTabStop } from '../../design/selectable-row.tsx';
import { ariaSort, SortButton } from '../../design/sort-button.tsx';
import { Spacer, useRowsInSight } from '../../design/virtual-rows.tsx';
import type { FileAct } from '../file-dialogs.tsx';
import { FileRow } from './file-row.tsx';
import styles from './file-table.module.css';

export interface FileListProps {
  readonly datasetId: string;
  readonly files: readonly DatasetFile[];
  /** All that the filter finds, also those that are not loaded. */
  readonly total: number;
  readonly selection: Pick<RowSelection<unknown>, 'isSelected' | 'toggle'>;
  /** Loads more of them; undefined while they are being loaded, and where there are no more. */
  readonly onNearEnd: (() => void) | undefined;
  /** Undefined without the right to change files. */
  readonly onAct: ((file: DatasetFile, act: FileAct) => void) | undefined;
  /** These are files of the list before: this one is being loaded. */
  readonly isStale: boolean;
}

interface FileTableProps extends FileListProps {
  readonly sort: FileSort;
  readonly onSort: (sort: FileSort) => void;
}

const ROW_HEIGHT = 40;
/** Two lines. */
const NARROW_ROW_HEIGHT = 56;

/**
 * Files of a dataset. Only the rows in sight are in the DOM, and those that are being renamed. One of them is in the order of
 * the Tab key.
 */
export const FileTable = ({
  datasetId,
  files,
  total,
  selection,
  onNearEnd,
  onAct,
  isStale,
  sort,
  onSort,
}: FileTableProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const isNarrow = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const ids = useMemo(() => files.map(({ id }) => id), [files]);
  const { from, to, rowHeight } = useRowsInSight({
    body,
    ids: isStale ? undefined : ids,
    count: files.length,
    rowHeight: isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT,
    onNearEnd,
  });
  const { renamed, kept, onRename } = useRenamedRows(ids);
  const shown = withKept(files, { from, to }, kept);
  const { stop, onFocus } = useTabStop(shown.map(({ entry }) => entry.id));
  const onSelect = useSelectRow(ids, selection);
  return (
    <DataTable
      className={styles.table}
      aria-label="Files"
      aria-rowcount={total + 1}
      data-stale={isStale || undefined}
    >
      <TableHead sort={sort} onSort={onSort} />
      <tbody ref={body}>
        {shown.map(({ index, entry: file }, n) => (
          <Fragment key={file.id}>
            <Spacer height={(index - (shown[n - 1]?.index ?? -1) - 1) * rowHeight} />
            <FileRow
              file={file}
              datasetId={datasetId}
              position={index + 1}
              isSelected={selection.isSelected(file.id)}
              onSelect={onSelect}
              isTabStop={file.id === stop}
              onFocus={onFocus}
              onAct={onAct}
              isRenamed={renamed.includes(file.id)}
              onRename={onRename}
            />
          </Fragment>
        ))}
        <Spacer height={(files.length - (shown.at(-1)?.index ?? -1) - 1) * rowHeight} />
      </tbody>
    </DataTable>
  );
};

/** The ids of the files whose names are being changed, and their places. */
const useRenamedRows = (ids: readonly string[]) => {
  const [renamed, setRenamed] = useState<readonly string[]>([]);
  const kept = renamed.map((id) => ids.indexOf(id));
  // A file that left the list comes back as it is.
  if (kept.includes(-1)) setRenamed(renamed.filter((id) => ids.includes(id)));
  const onRename = useCallback((id: string, begins: boolean): void => {
    setRenamed((now) => [...now.filter((other) => other !== id), ...(begins ? [id] : [])]);
  }, []);
  return { renamed, kept, onRename };
};

const TableHead = memo((order: Pick<FileTableProps, 'sort' | 'onSort'>) => (
  <thead>
    <tr aria-rowindex={1}>
      <HeadCell className={styles.select}>
        <VisuallyHidden>Selected</VisuallyHidden>
      </HeadCell>
      <SortHead {...order} label="File" sorts={['name', '-name']} />
      <SortHead {...order} label="Type" sorts={['type', '-type']} onlyWide className={styles.type} />
      <SortHead {...order} label="Size" sorts={['-size', 'size']} numeric onlyWide className={styles.size} />
      <SortHead
        {...order}
        label="Added"
        sorts={['-created_at', 'created_at']}
        onlyWide
        className={styles.added}
      />
      <HeadCell onlyWide className={styles.by}>
        By
      </HeadCell>
      <SortHead {...order} label="Extractors" sorts={['state', '-state']} className={styles.jobs} />
      <HeadCell className={styles.actions}>
        <VisuallyHidden>Actions</VisuallyHidden>
      </HeadCell>
    </tr>
  </thead>
));

interface SortHeadProps extends Pick<FileTableProps, 'sort' | 'onSort'> {
  readonly label: string;
  readonly sorts: readonly [FileSort, FileSort?];
  readonly numeric?: boolean;
  readonly onlyWide?: boolean;
  readonly className?: string | undefined;
}

const SortHead = ({ label, sorts, sort, onSort, ...cell }: SortHeadProps) => (
  <HeadCell {...cell} aria-sort={ariaSort(sorts, sort)}>
    <SortButton label={label} sorts={sorts} sort={sort} onSort={onSort} />
  </HeadCell>
);
