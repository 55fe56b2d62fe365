import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { keys } from '../../../api/query-keys.ts';
import { formatBytes } from '../../../design/bytes.ts';
import { countOf } from '../../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../../design/data-table.tsx';
import { ErrorPanel } from '../../../design/error-panel.tsx';
import { Icon } from '../../../design/icon.tsx';
import { IconButton } from '../../../design/icon-button.tsx';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import { PanelFoot } from '../../../design/panel.tsx';
import text from '../../../design/text.module.css';
import { Time } from '../../../design/time.tsx';
import { Broken, NoPreview } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import type { Previewed } from '../previewed.ts';
import { type ArchiveEntry, type Listing, mostBytesOf } from './archive.ts';
import styles from './archive-view.module.css';
import { isShownWhole, typeByName } from './type-by-name.ts';

interface ArchiveViewProps {
  readonly of: Previewed;
  /** Shows an entry as what it is. */
  readonly show: (entry: Previewed) => ReactNode;
}

/** What is in an archive. Of an entry that is opened, only its own bytes are read. */
export const ArchiveView = ({ of, show }: ArchiveViewProps) => {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.preview(of.key, 'archive'),
    queryFn: ({ pageParam, signal }) => listArchive(of, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const [opened, setOpened] = useState<ArchiveEntry | null>(null);
  if (error && !data)
    return <ErrorPanel what="The archive could not be read." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="the archive" rows={8} height={32} />;
  const entries = data.pages.flatMap((page) => page.entries);
  const broken = data.pages.at(-1)?.broken ?? null;
  if (entries.length === 0 && broken !== null) return <Broken what="archive" reason={broken} />;
  const showMore = (): void => {
    setShown(shown + SHOWN_AT_ONCE);
    if (shown + SHOWN_AT_ONCE > entries.length && hasNextPage) void fetchNextPage();
  };
  return (
    <>
      <InPreviewBar>
        <span className={text.dimmed}>{describe(entries, hasNextPage)}</span>
      </InPreviewBar>
      {opened ? (
        <OpenedEntry archive={of} entry={opened} show={show} onClose={() => setOpened(null)} />
      ) : null}
      <Entries entries={entries.slice(0, shown)} opened={opened} onOpen={setOpened} />
      {broken !== null ? <p className={styles.note}>The archive is broken: {broken}</p> : null}
      {error ? (
        <ErrorPanel what="The rest could not be read." error={error} onRetry={() => void fetchNextPage()} />
      ) : null}
      {shown < entries.length || hasNextPage ? (
        <PanelFoot>
          <Button size="xs" loading={isFetchingNextPage} onClick={showMore}>
            Show more
          </Button>
        </PanelFoot>
      ) : null}
    </>
  );
};

const SHOWN_AT_ONCE = 200;

const listArchive = async (of: Previewed, from: number, signal: AbortSignal): Promise<Listing> => {
  if (of.mimeType.endsWith('tar')) return (await import('./list-tar.ts')).listTar(of.bytes, from, signal);
  return (await import('./list-zip.ts')).listZip(of.bytes, signal);
};

const describe = (entries: readonly ArchiveEntry[], hasMore: boolean): string => {
  const files = entries.filter(({ isFolder }) => !isFolder);
  const size = files.reduce((sum, entry) => sum + entry.size, 0);
  return `${countOf(files.length, 'file')}${hasMore ? ' so far' : ''}, ${formatBytes(size)} unpacked`;
};

interface EntriesProps {
  readonly entries: readonly ArchiveEntry[];
  readonly opened: ArchiveEntry | null;
  readonly onOpen: (entry: ArchiveEntry) => void;
}

const Entries = ({ entries, opened, onOpen }: EntriesProps) => (
  <DataTable stacked aria-label="Content of the archive">
    <thead>
      <tr>
        <HeadCell>Name</HeadCell>
        <HeadCell numeric>Size</HeadCell>
        <HeadCell>Changed</HeadCell>
      </tr>
    </thead>
    <tbody>
      {entries.map((entry, n) => (
        <tr key={n}>
          <Cell wholeLine className={styles.path}>
            <Icon name={entry.isFolder ? 'folder' : 'file'} />{' '}
            {entry.open ? (
              <button
                type="button"
                className={text.link}
                aria-pressed={entry === opened}
                onClick={() => onOpen(entry)}
              >
                {entry.path}
              </button>
            ) : (
              entry.path
            )}
            {entry.note ? <small className={text.dimmed}> {entry.note}</small> : null}
          </Cell>
          <Cell numeric>{entry.isFolder ? null : formatBytes(entry.size)}</Cell>
          <Cell>
            {entry.modifiedAt === null ? null : <Time at={new Date(entry.modifiedAt).toISOString()} />}
          </Cell>
        </tr>
      ))}
    </tbody>
  </DataTable>
);

interface OpenedEntryProps extends Pick<ArchiveViewProps, 'show'> {
  readonly archive: Previewed;
  readonly entry: ArchiveEntry;
  readonly onClose: () => void;
}

const OpenedEntry = ({ archive, entry, show, onClose }: OpenedEntryProps) => {
  const key = `${archive.key} ${entry.path}`;
  const mimeType = typeByName(entry.path);
  const most = formatBytes(mostBytesOf(entry.path));
  const { data, error } = useQuery({
    queryKey: keys.preview(key, 'unpacked'),
    queryFn: ({ signal }) => entry.open?.(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <section className={styles.opened} aria-label={entry.path}>
      <div className={styles.head}>
        <h2>{entry.path}</h2>
        {data?.isCut && !isShownWhole(mimeType) ? (
          <span className={text.dimmed}>
            the first {most} of {formatBytes(entry.size)}
          </span>
        ) : null}
        <IconButton aria-label={`Close ${entry.path}`} title="Close" onClick={onClose}>
          <Icon name="x" />
        </IconButton>
      </div>
      {error ? <Broken what="entry" reason={error.message} /> : null}
      {!data && !error ? <LoadingRows what="the entry" rows={4} height={20} /> : null}
      {data?.isCut && isShownWhole(mimeType) ? (
        <NoPreview>It is larger than {most}. Download the archive to look at it.</NoPreview>
      ) : null}
      {data && !(data.isCut && isShownWhole(mimeType))
        ? show({ key, name: entry.path, mimeType, url: null, bytes: data.bytes })
        : null}
    </section>
  );
};
