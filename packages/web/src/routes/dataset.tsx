import { useDisclosure } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { DatasetHead } from '../datasets/dataset-head.tsx';
import { datasetQuery } from '../datasets/dataset-queries.ts';
import { DatasetTabs } from '../datasets/dataset-tabs.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useFileSelection } from '../files/list/file-selection.tsx';
import { DropZone, useDatasetUploads } from '../files/upload/drop-zone.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ResourcePage } from './resource-page.tsx';

const SubmitDatasetDialog = onDemand(
  async () => (await import('../submit/submit-dataset-dialog.tsx')).SubmitDatasetDialog,
);

const UploadPanel = lazy(async () => ({
  default: (await import('../files/upload/upload-panel.tsx')).UploadPanel,
}));

const route = getRouteApi('/signed-in/datasets/$id');

export const DatasetPage = () => {
  const { id } = route.useParams();
  const query = useQuery(datasetQuery(id));
  usePageTitle(query.data?.name);
  const crumbs = (
    <Crumbs>
      <Link to="/datasets">Datasets</Link>
      <span>{query.data?.name ?? '…'}</span>
    </Crumbs>
  );
  return (
    <ResourcePage query={query} what="dataset" crumbs={crumbs}>
      {(dataset) => <DatasetView key={id} dataset={dataset} />}
    </ResourcePage>
  );
};

const DatasetView = ({ dataset }: { readonly dataset: Dataset }) => {
  const { tab = 'files' } = route.useSearch();
  const { uploads, dragging, choose, input } = useDatasetUploads(dataset.id);
  const selection = useFileSelection();
  const [submitOpened, submission] = useDisclosure(false);
  const isUploading = uploads.length > 0;
  const dropZone = <DropZone dragging={dragging} onChoose={choose} />;
  return (
    <>
      <DatasetHead dataset={dataset} onUpload={choose} onSubmit={submission.open} />
      {input}
      <DatasetTabs
        dataset={dataset}
        chosen={tab}
        above={
          isUploading ? (
            <Suspense fallback={dropZone}>
              <UploadPanel uploads={uploads} dragging={dragging} onChoose={choose} />
            </Suspense>
          ) : null
        }
        dropZone={isUploading ? null : dropZone}
        selection={selection}
        onSubmit={submission.open}
      />
      <SubmitDatasetDialog
        dataset={dataset}
        selected={selection.selected}
        opened={submitOpened}
        onClose={submission.close}
      />
    </>
  );
};
