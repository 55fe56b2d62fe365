import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { DatasetFile } from '@pawprint/protocol';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { DataTable, HeadCell } from '../../design/data-table.tsx';
import { FileRow } from './file-row.tsx';
import type { FileSelection } from './file-selection.tsx';
import styles from './file-table.module.css';

interface FileTableProps {
  readonly files: readonly DatasetFile[];
  readonly selection: FileSelection;
  readonly onNearEnd?: (() => void) | undefined;
  readonly onDelete: (file: DatasetFile) => void;
}

/** The files of a dataset. Only the rows in sight are in the DOM. */
export const FileTable = ({ files, selection, onNearEnd, onDelete }: FileTableProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const rowHeight = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false }) ? 56 : 40;
  const { rows, heightAbove, heightBelow } = useRowsInSight({
    body,
    count: files.length,
    rowHeight,
    onNearEnd,
  });
  return (
    <DataTable className={styles.table} aria-label="Files" aria-rowcount={files.length + 1}>
      <TableHead />
      <tbody ref={body}>
        <Spacer height={heightAbove} />
        {rows.map(({ index }) => {
          const file = files[index];
          return file ? (
            <FileRow
              key={file.id}
              file={file}
              position={index + 1}
              selected={selection.selected.has(file.id)}
              onSelect={selection.toggle}
              onDelete={onDelete}
            />
          ) : null;
        })}
        <Spacer height={heightBelow} />
      </tbody>
    </DataTable>
  );
};

const TableHead = () => (
  <thead>
    <tr aria-rowindex={1}>
      <HeadCell className={styles.select}>
        <VisuallyHidden>Selected</VisuallyHidden>
      </HeadCell>
      <HeadCell>File</HeadCell>
      <HeadCell onlyWide className={styles.type}>
        Type
      </HeadCell>
      <HeadCell numeric onlyWide className={styles.size}>
        Size
      </HeadCell>
      <HeadCell onlyWide className={styles.uploaded}>
        Uploaded
      </HeadCell>
      <HeadCell onlyWide className={styles.by}>
        By
      </HeadCell>
      <HeadCell className={styles.jobs}>Extractors</HeadCell>
      <HeadCell className={styles.actions}>
        <VisuallyHidden>Actions</VisuallyHidden>
      </HeadCell>
    </tr>
  </thead>
);

/** As high as the rows that are not in the DOM. */
const Spacer = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr className={styles.spacer} aria-hidden="true" style={{ height }} /> : null;

interface RowsInSightOptions {
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly rowHeight: number;
  /** Called when the last rows are nearly in sight. Undefined if there are no more, or they are being loaded. */
  readonly onNearEnd?: (() => void) | undefined;
}

interface RowsInSight {
  readonly rows: readonly VirtualItem[];
  /** Heights in px of the rows that are left out. */
  readonly heightAbove: number;
  readonly heightBelow: number;
}

const NEAR_END_ROWS = 30;

/** The window scrolls, not the table. */
const useRowsInSight = ({ body, count, rowHeight, onNearEnd }: RowsInSightOptions): RowsInSight => {
  const scrollMargin = useTopInDocument(body);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtual = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan: 12, scrollMargin });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1);
  const nearEnd = last !== undefined && last.index >= count - NEAR_END_ROWS;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);
  return {
    rows,
    heightAbove: (rows[0]?.start ?? scrollMargin) - scrollMargin,
    heightBelow: last ? virtual.getTotalSize() - (last.end - scrollMargin) : 0,
  };
};

/** Changes when something above the element opens or closes, which changes the height of the page too. */
const useTopInDocument = (element: RefObject<HTMLElement | null>): number => {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
};
