import { useDisclosure } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isNotFound } from '../api/explain.ts';
import { DatasetHead } from '../datasets/dataset-head.tsx';
import { datasetQuery } from '../datasets/dataset-queries.ts';
import { DatasetTabBar, DatasetTabPanel } from '../datasets/dataset-tabs.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { useFileSelection } from '../files/list/file-selection.tsx';
import { DropZone, useDatasetUploads } from '../files/upload/drop-zone.tsx';
import { UploadPanel } from '../files/upload/upload-panel.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const SubmitDatasetDialog = onDemand(
  async () => (await import('../submit/submit-dataset-dialog.tsx')).SubmitDatasetDialog,
);

const route = getRouteApi('/signed-in/datasets/$id');

const DatasetView = ({ dataset }: { readonly dataset: Dataset }) => {
  const { tab = 'files' } = route.useSearch();
  const { uploads, dragging, choose, input } = useDatasetUploads(dataset.id);
  const selection = useFileSelection();
  const [submitting, submission] = useDisclosure(false);
  return (
    <>
      <DatasetHead dataset={dataset} onUpload={choose} onSubmit={submission.open} />
      {input}
      <DatasetTabBar dataset={dataset} chosen={tab} />
      {uploads.length > 0 ? <UploadPanel uploads={uploads} dragging={dragging} onChoose={choose} /> : null}
      <DatasetTabPanel
        dataset={dataset}
        chosen={tab}
        selection={selection}
        onSubmit={submission.open}
        zone={uploads.length > 0 ? null : <DropZone dragging={dragging} onChoose={choose} />}
      />
      <SubmitDatasetDialog
        dataset={dataset}
        selected={selection.selected}
        opened={submitting}
        onClose={submission.close}
      />
    </>
  );
};

export const DatasetPage = () => {
  const { id } = route.useParams();
  const { data: dataset, error, refetch } = useQuery(datasetQuery(id));
  usePageTitle(dataset?.name);
  if (isNotFound(error)) return <NotFound what="dataset" />;
  return (
    <>
      <Crumbs>
        <Link to="/datasets">Datasets</Link>
        <span>{dataset?.name ?? '…'}</span>
      </Crumbs>
      {dataset ? <DatasetView key={id} dataset={dataset} /> : null}
      {!dataset && error ? (
        <div className="panel">
          <ErrorPanel what="The dataset could not be loaded." error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {!dataset && !error ? <Skeleton what="the dataset" /> : null}
    </>
  );
};
