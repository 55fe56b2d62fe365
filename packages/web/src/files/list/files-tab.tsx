import type { DatasetFile } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { countOf, formatCount } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { fileListQuery } from './file-list-query.ts';
import { FileTable } from './file-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useLiveFiles } from './use-live-files.ts';
import type { Selection } from './use-selection.ts';

const DeleteFileDialog = onDemand(async () => (await import('../delete-file-dialog.tsx')).DeleteFileDialog);

const NoFiles = () => (
  <EmptyState icon="upload" title="No files yet">
    Drop files anywhere on this page, or press Upload. Extractors that know their type start by themselves,
    and their state shows here.
  </EmptyState>
);

interface FilesTabProps {
  readonly datasetId: string;
  /** Of the whole dataset, also what is not loaded. */
  readonly total: number;
  /** Where files are dropped, unless it stands above already. */
  readonly zone: ReactNode;
  readonly selection: Selection;
  readonly onSubmit: () => void;
}

const Footer = ({ loaded, total, more }: { loaded: number; total: number; more: boolean }) => (
  <div className="more">
    {more
      ? `The newest ${formatCount(loaded)} of ${countOf(total, 'file')}; more come as you scroll`
      : countOf(loaded, 'file')}
  </div>
);

const useFileList = (datasetId: string) => {
  const list = useInfiniteQuery(fileListQuery(datasetId));
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const canLoad = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  return {
    list,
    files: list.data?.pages.flat() ?? [],
    loadMore: canLoad ? () => void fetchNextPage() : undefined,
  };
};

export const FilesTab = ({ datasetId, total, zone, selection, onSubmit }: FilesTabProps) => {
  const { list, files, loadMore } = useFileList(datasetId);
  const live = useLiveFiles(datasetId);
  const [deleting, setDeleting] = useState<DatasetFile | null>(null);
  const stop = (): void => setDeleting(null);
  return (
    <>
      <div className="bar">
        {selection.selected.size > 0 ? (
          <SelectionBar selection={selection} onSubmit={onSubmit} />
        ) : (
          (zone ?? <span className="grow" />)
        )}
        <LiveIndicator live={live} pausable={false} />
      </div>
      <section className="panel" aria-label="Files">
        {list.isPending ? <Skeleton what="files" height={40} /> : null}
        {list.isError ? (
          <ErrorPanel
            what="The files could not be loaded."
            error={list.error}
            onRetry={() => void (list.data ? list.fetchNextPage() : list.refetch())}
          />
        ) : null}
        {list.data && files.length === 0 ? <NoFiles /> : null}
        {files.length > 0 ? (
          <>
            <FileTable files={files} selection={selection} onNearEnd={loadMore} onDelete={setDeleting} />
            <Footer loaded={files.length} total={total} more={list.hasNextPage} />
          </>
        ) : null}
      </section>
      {deleting ? <DeleteFileDialog file={deleting} datasetId={datasetId} opened onClose={stop} /> : null}
    </>
  );
};
