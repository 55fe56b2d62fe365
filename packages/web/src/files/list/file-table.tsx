import { VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { DataTable, HeadCell } from '../../design/data-table.tsx';
import { useRight } from '../../sharing/rights.tsx';
import { type FileListProps, FileRows } from './file-row.tsx';
import styles from './file-table.module.css';

/** Up to this number all rows are rendered, so that the browser's own search finds them. */
const MOST_PLAIN_ROWS = 150;

const VirtualFileRows = lazy(async () => ({
  default: (await import('./virtual-file-rows.tsx')).VirtualFileRows,
}));

interface FileTableProps extends FileListProps {
  /** The dataset has more files than these. */
  readonly hasMore: boolean;
  /** Loads more of them; undefined while they are being loaded. */
  readonly onNearEnd?: (() => void) | undefined;
}

/** The files of a dataset. Of a long list, only the rows in sight are in the DOM. */
export const FileTable = ({ hasMore, onNearEnd, ...list }: FileTableProps) => (
  <DataTable
    className={styles.table}
    data-selectable={useRight('submit') || undefined}
    aria-label="Files"
    aria-rowcount={list.files.length + 1}
  >
    <TableHead />
    {hasMore || list.files.length > MOST_PLAIN_ROWS ? (
      <Suspense fallback={<PlainFileRows {...list} files={list.files.slice(0, MOST_PLAIN_ROWS)} />}>
        <VirtualFileRows {...list} onNearEnd={onNearEnd} />
      </Suspense>
    ) : (
      <PlainFileRows {...list} />
    )}
  </DataTable>
);

const PlainFileRows = (list: FileListProps) => (
  <tbody>
    <FileRows {...list} from={0} to={list.files.length} />
  </tbody>
);

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
