import type { DatasetFile } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { countOf, formatCount } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel, PanelFoot } from '../../design/panel.tsx';
import { Toolbar } from '../../design/toolbar.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useRight } from '../../sharing/rights.tsx';
import { fileListQuery } from './file-list.ts';
import { type FileSelection, SelectionBar } from './file-selection.tsx';
import { FileTable } from './file-table.tsx';
import { useLiveFiles } from './live-file-list.ts';

const DeleteFileDialog = onDemand(async () => (await import('../delete-file-dialog.tsx')).DeleteFileDialog);

interface FilesTabProps {
  readonly datasetId: string;
  /** The number of files in the dataset, also those that are not loaded. */
  readonly total: number;
  /** The drop zone, unless it stands above the tab already. */
  readonly zone: ReactNode;
  readonly selection: FileSelection;
  readonly onSubmit: () => void;
}

export const FilesTab = ({ datasetId, total, zone, selection, onSubmit }: FilesTabProps) => {
  const { list, files, loadMore } = useFileList(datasetId);
  const live = useLiveFiles(datasetId);
  const [deleting, setDeleting] = useState<DatasetFile | null>(null);
  return (
    <>
      <Toolbar>
        {selection.selected.size > 0 ? (
          <SelectionBar selection={selection} onSubmit={onSubmit} />
        ) : (
          (zone ?? <span className={layout.fill} />)
        )}
        <LiveIndicator live={live} pausable={false} />
      </Toolbar>
      <Panel aria-label="Files">
        {list.isPending ? <LoadingRows what="files" height={40} /> : null}
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
            <FileTable
              files={files}
              hasMore={list.hasNextPage}
              selection={selection}
              onNearEnd={loadMore}
              onDelete={setDeleting}
            />
            <PanelFoot>
              {list.hasNextPage
                ? `The newest ${formatCount(files.length)} of ${countOf(total, 'file')}; more come as you scroll`
                : countOf(files.length, 'file')}
            </PanelFoot>
          </>
        ) : null}
      </Panel>
      {deleting ? (
        <DeleteFileDialog file={deleting} datasetId={datasetId} opened onClose={() => setDeleting(null)} />
      ) : null}
    </>
  );
};

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

const NoFiles = () =>
  useRight('change') ? (
    <EmptyState icon="upload" title="No files yet">
      Drop files anywhere on this page, or press Upload. Extractors that know their type start by themselves,
      and their state shows here.
    </EmptyState>
  ) : (
    <EmptyState icon="file" title="No files yet">
      Its owner, or somebody who may change this dataset, has to add some.
    </EmptyState>
  );
