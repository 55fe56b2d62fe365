import { Skeleton, VisuallyHidden } from '@mantine/core';
import styles from './loading-rows.module.css';
import { scaled } from './scaled.ts';

interface LoadingRowsProps {
  /** Height of a row in px at the usual size of text, that of the rows to come: nothing may jump when they arrive. */
  readonly height?: number;
  readonly rows?: number;
  /** What is loading, for screen readers: "datasets". */
  readonly what: string;
}

const WIDTHS = [38, 27, 44, 31, 35];

/** Nothing for 150 ms, then grey bars in the places of the rows that are loading. */
export const LoadingRows = ({ height = 36, rows = 6, what }: LoadingRowsProps) => (
  <div className={styles.rows} aria-busy="true">
    <VisuallyHidden component="output">Loading {what}</VisuallyHidden>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className={styles.row} style={{ height: scaled(height) }}>
        <Skeleton height={10} width={`${WIDTHS[row % WIDTHS.length]}%`} />
        <Skeleton height={10} width="12%" ml="auto" />
      </div>
    ))}
  </div>
);
