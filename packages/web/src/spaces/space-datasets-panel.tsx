import type { Space } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DatasetRows } from '../datasets/dataset-list.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import { spaceDatasetsQuery } from './space-queries.ts';

/** The datasets in a space, newest first. */
export const SpaceDatasetsPanel = ({ space }: { readonly space: Space }) => {
  const list = useInfiniteQuery(spaceDatasetsQuery(space.id));
  const datasets = list.data?.pages.flat() ?? [];
  return (
    <Panel aria-labelledby="datasets-heading">
      <PanelHead>
        <h2 id="datasets-heading">Datasets</h2>
      </PanelHead>
      {list.isPending ? <LoadingRows what="datasets" height={44} rows={4} /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The datasets could not be loaded."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && datasets.length === 0 ? (
        <EmptyState icon="folder" title="No datasets yet">
          {space.role === 'viewer'
            ? 'Its editors and admins share datasets with it.'
            : 'Open one of your datasets, press “Share…” below its name, and choose this space.'}
        </EmptyState>
      ) : null}
      {datasets.length > 0 ? <DatasetRows datasets={datasets} list={list} /> : null}
    </Panel>
  );
};
