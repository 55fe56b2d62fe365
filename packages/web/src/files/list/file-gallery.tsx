import { useElementSize, useMergedRef } from '@mantine/hooks';
import type { DatasetFile } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { type KeyboardEvent, memo, useLayoutEffect, useMemo, useRef } from 'react';
import { formatBytes } from '../../design/bytes.ts';
import rowStyles from '../../design/selectable-row.module.css';
import { useSelectRow, useTabStop } from '../../design/selectable-row.tsx';
import text from '../../design/text.module.css';
import { useRowsInSight } from '../../design/virtual-rows.tsx';
import { moveRow, openClickedRow } from '../../keyboard/rows.ts';
import { Thumbnail } from '../thumbnail.tsx';
import styles from './file-gallery.module.css';
import { LatestJobs } from './file-row.tsx';
import type { FileListProps } from './file-table.tsx';

const CARD_WIDTH = 184;
const ROW_HEIGHT = 224;

/** Files of a dataset by their thumbnails. Only the rows in sight are in the DOM. */
export const FileGallery = ({ files, selection, onNearEnd, isStale }: FileListProps) => {
  const body = useRef<HTMLUListElement>(null);
  const { ref, width } = useElementSize<HTMLUListElement>();
  const columns = Math.max(2, Math.floor(width / CARD_WIDTH));
  const ids = useMemo(() => files.map(({ id }) => id), [files]);
  const { from, to, heightAbove, heightBelow } = useRowsInSight({
    body,
    // Without its width, it is not known how many files a row has.
    ids: isStale || width === 0 ? undefined : ids,
    entriesPerRow: columns,
    count: Math.ceil(files.length / columns),
    rowHeight: ROW_HEIGHT,
    overscan: 1,
    blockRows: 1,
    onNearEnd,
  });
  const inSight = files.slice(from * columns, to * columns);
  const { stop, onFocus } = useTabStop(inSight.map(({ id }) => id));
  const onSelect = useSelectRow(ids, selection);
  return (
    <ul
      ref={useMergedRef(body, ref)}
      className={styles.gallery}
      aria-label="Files"
      data-stale={isStale || undefined}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        paddingTop: heightAbove,
        paddingBottom: heightBelow,
      }}
    >
      {inSight.map((file) => (
        <FileCard
          key={file.id}
          file={file}
          columns={columns}
          isSelected={selection.isSelected(file.id)}
          onSelect={onSelect}
          isTabStop={file.id === stop}
          onFocus={onFocus}
        />
      ))}
    </ul>
  );
};

interface FileCardProps {
  readonly file: DatasetFile;
  readonly columns: number;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, toHere: boolean) => void;
  readonly isTabStop: boolean;
  readonly onFocus: (id: string) => void;
}

const FileCard = memo((props: FileCardProps) => {
  const { file, columns, isSelected, onSelect, isTabStop, onFocus } = props;
  const card = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    for (const element of card.current?.querySelectorAll<HTMLElement>('a, button, input') ?? [])
      element.tabIndex = isTabStop ? 0 : -1;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== card.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step !== undefined) moveRow(document, step);
    else if (event.key === ' ') onSelect(file.id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click does what its link does
    <li
      ref={card}
      className={styles.card}
      data-row
      data-selected={isSelected || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys move between files
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => onFocus(file.id)}
      onClick={openClickedRow}
      onKeyDown={onKeyDown}
    >
      <span className={styles.picture}>
        <Thumbnail thumbnail={file.thumbnail} mimeType={file.contentType} large />
      </span>
      <label className={clsx(rowStyles.checkbox, styles.checkbox)}>
        <input
          type="checkbox"
          aria-label={`Select ${file.filename}`}
          checked={isSelected}
          onChange={({ nativeEvent }) =>
            onSelect(file.id, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
          }
        />
      </label>
      <Link
        className={clsx(text.bold, text.truncated)}
        data-row-open
        to="/files/$id"
        params={{ id: file.id }}
        title={file.filename}
      >
        {file.filename}
      </Link>
      <span className={styles.facts}>
        <span className={text.dimmed}>{formatBytes(file.size_bytes)}</span>
        <LatestJobs jobs={file.latest_jobs ?? []} />
      </span>
    </li>
  );
});
