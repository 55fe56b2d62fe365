import { Button } from '@mantine/core';
import type { DatasetFile } from '@pawprint/protocol';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { useHasOpenJobs } from '../../datasets/grid/use-dataset-grid.ts';
import { formatBytes } from '../../design/bytes.ts';
import { Chip } from '../../design/chip.tsx';
import { ChipGroup } from '../../design/chip-row.tsx';
import { countOf } from '../../design/count.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { Toolbar } from '../../design/toolbar.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useRight } from '../../sharing/rights.tsx';
import type { FileAct } from '../file-dialogs.tsx';
import { type FileCounts, FileFilters } from './file-filters.tsx';
import { type FileListing, fileCountsQuery, fileListQuery, filesOfPages, listingOf } from './file-list.ts';
import { type FileSearch, isFiltered } from './file-search.ts';
import { type FileSelection, SelectionBar } from './file-selection.tsx';
import { FileTable } from './file-table.tsx';
import { useLiveFiles } from './live-file-list.ts';

const FileDialogs = onDemand(async () => (await import('../file-dialogs.tsx')).FileDialogs);
const NoFiles = lazy(async () => ({ default: (await import('./no-files.tsx')).NoFiles }));
const FileGallery = lazy(async () => ({ default: (await import('./file-gallery.tsx')).FileGallery }));

interface FilesTabProps {
  readonly datasetId: string;
  /** The number of files in the dataset. */
  readonly total: number;
  /** Of the address. */
  readonly search: FileSearch;
  readonly onSearch: (change: Partial<FileSearch>) => void;
  /** The drop zone, unless it stands above the tab already. */
  readonly zone: ReactNode;
  readonly selection: FileSelection;
  readonly onSubmit: () => void;
}

export const FilesTab = (props: FilesTabProps) => {
  const { datasetId, total, search, onSearch, zone } = props;
  const listing = useMemo(() => listingOf(datasetId, search), [datasetId, search]);
  const counts = useQuery({ ...fileCountsQuery(listing), placeholderData: keepPreviousData });
  const { live, hasNewer, showNewer } = useLiveFiles(listing);
  const isActive = useHasOpenJobs(datasetId);
  return (
    <>
      <Toolbar>
        {zone ?? <span className={layout.fill} />}
        {hasNewer ? (
          <Button size="xs" onClick={showNewer}>
            Show changes
          </Button>
        ) : null}
        <LiveIndicator live={live} pausable={false} active={isActive} />
      </Toolbar>
      {total > 0 || isFiltered(search) ? (
        <FileFilters search={search} onSearch={onSearch} counts={counts.data} />
      ) : null}
      <Panel aria-label="Files">
        <FileList {...props} listing={listing} counts={counts.data} />
      </Panel>
    </>
  );
};

interface ListProps extends FilesTabProps {
  readonly listing: FileListing;
  readonly counts: FileCounts | undefined;
}

const FileList = ({ listing, counts, search, onSearch, selection, ...props }: ListProps) => {
  const { list, files, loadMore } = useFileList(listing);
  const canChange = useRight('change');
  const [acting, setActing] = useState<{ readonly file: DatasetFile; readonly act: FileAct } | null>(null);
  const onAct = useCallback((file: DatasetFile, act: FileAct) => setActing({ file, act }), []);
  const found = counts?.total ?? files.length;
  const rows = {
    datasetId: props.datasetId,
    files,
    total: found,
    selection,
    onNearEnd: loadMore,
    onAct: canChange ? onAct : undefined,
    isStale: list.isPlaceholderData,
  };
  return (
    <>
      {list.isPending ? <LoadingRows what="files" height={40} rows={12} /> : null}
      {files.length > 0 ? (
        <>
          <SelectionBar {...props} selection={selection} filter={listing.filter} total={found}>
            <span className={text.dimmed}>{describeFound(counts, listing)}</span>
            <span className={layout.fill} />
            <ViewChoice search={search} onSearch={onSearch} />
          </SelectionBar>
          {search.view === 'gallery' ? (
            <Suspense fallback={<LoadingRows what="files" height={224} rows={3} />}>
              <FileGallery {...rows} />
            </Suspense>
          ) : (
            <FileTable {...rows} sort={listing.sort} onSort={(sort) => onSearch({ sort })} />
          )}
        </>
      ) : null}
      {list.isError ? (
        <ErrorPanel
          what="The files could not be loaded."
          error={list.error}
          onRetry={() => void (list.data ? list.fetchNextPage() : list.refetch())}
        />
      ) : null}
      {list.data && files.length === 0 ? (
        <Suspense fallback={<LoadingRows what="files" height={40} rows={1} />}>
          <NoFiles search={search} onSearch={onSearch} />
        </Suspense>
      ) : null}
      <FileDialogs
        file={acting?.file ?? null}
        act={acting?.act ?? null}
        datasetId={props.datasetId}
        opened={acting !== null}
        onClose={() => setActing(null)}
      />
    </>
  );
};

const useFileList = (listing: FileListing) => {
  const list = useInfiniteQuery({ ...fileListQuery(listing), placeholderData: keepPreviousData });
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData } = list;
  const canLoad = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData;
  const files = useMemo(() => (list.data ? filesOfPages(list.data) : []), [list.data]);
  return { list, files, loadMore: canLoad ? () => void fetchNextPage() : undefined };
};

const describeFound = (counts: FileCounts | undefined, { filter }: FileListing): string => {
  if (counts === undefined) return 'Counting…';
  const found = `${countOf(counts.total, 'file')}, ${formatBytes(counts.size_bytes)}`;
  return Object.keys(filter).length > 0 ? `${found} found` : found;
};

const ViewChoice = ({ search, onSearch }: Pick<FilesTabProps, 'search' | 'onSearch'>) => {
  const isGallery = search.view === 'gallery';
  return (
    <ChipGroup label="View">
      <Chip pressed={!isGallery} onClick={() => onSearch({ view: undefined })}>
        List
      </Chip>
      <Chip pressed={isGallery} onClick={() => onSearch({ view: 'gallery' })}>
        Gallery
      </Chip>
    </ChipGroup>
  );
};
