import { useDisclosure } from '@mantine/hooks';
import type { Dataset, ShownDataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { DatasetHead } from '../datasets/dataset-head.tsx';
import { datasetQuery } from '../datasets/dataset-queries.ts';
import { Crumbs } from '../design/crumbs.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { type PageTab, PageTabs } from '../design/page-tabs.tsx';
import { type FileSelection, useFileSelection } from '../files/list/file-selection.tsx';
import { DropZone, useDatasetUploads } from '../files/upload/drop-zone.tsx';
import { useJobsCount } from '../jobs/extractions/extractions-query.ts';
import { metadataQuery } from '../metadata/metadata-query.ts';
import { RightsProvider, useRight } from '../sharing/rights.tsx';
import { DatasetMetadataTab, ExtractionsTab, FilesTab, GridTab, TimelineTab } from '../shell/tabs.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ResourcePage } from './resource-page.tsx';

const SubmitDatasetDialog = onDemand(
  async () => (await import('../submit/submit-dataset-dialog.tsx')).SubmitDatasetDialog,
);

const UploadPanel = lazy(async () => ({
  default: (await import('../files/upload/upload-panel.tsx')).UploadPanel,
}));

const route = getRouteApi('/app/datasets/$id');

export const DatasetPage = () => {
  const { id } = route.useParams();
  return (
    <RightsProvider datasetId={id}>
      <VisibleDataset id={id} />
    </RightsProvider>
  );
};

const VisibleDataset = ({ id }: { readonly id: string }) => {
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

const DatasetView = ({ dataset }: { readonly dataset: ShownDataset }) => {
  const { tab = 'files' } = route.useSearch();
  const canAdd = useRight('change');
  const { uploads, dragging, choose, input } = useDatasetUploads(dataset.id, canAdd);
  const selection = useFileSelection();
  const [submitOpened, submission] = useDisclosure(false);
  const isUploading = uploads.length > 0;
  const dropZone = canAdd ? <DropZone dragging={dragging} onChoose={choose} /> : null;
  return (
    <>
      <DatasetHead dataset={dataset} onUpload={choose} onSubmit={submission.open} />
      {canAdd ? input : null}
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

export type DatasetTab = 'files' | 'grid' | 'extractions' | 'metadata' | 'timeline';

interface DatasetTabsProps {
  readonly dataset: Dataset;
  readonly chosen: DatasetTab;
  /** Stands above the chosen tab's content, whichever is chosen. */
  readonly above: ReactNode;
  /** For the Files tab: where files are dropped. */
  readonly dropZone: ReactNode;
  /** For the Files tab: which files are selected. */
  readonly selection: FileSelection;
  /** For the Files tab: submits the selected files. */
  readonly onSubmit: () => void;
}

export const DatasetTabs = ({ above, ...props }: DatasetTabsProps) => (
  <PageTabs label="Dataset" tabs={useTabs(props.dataset)} chosen={props.chosen} above={above}>
    <Content {...props} />
  </PageTabs>
);

const useTabs = (dataset: Dataset): readonly PageTab<DatasetTab>[] => {
  const resource = { type: 'dataset', id: dataset.id } as const;
  return [
    { name: 'files', label: 'Files', count: dataset.file_count },
    { name: 'grid', label: 'Grid' },
    { name: 'extractions', label: 'Extractions', count: useJobsCount(resource) },
    { name: 'metadata', label: 'Metadata', count: useQuery(metadataQuery(resource)).data?.length },
    { name: 'timeline', label: 'Timeline' },
  ];
};

const DatasetGridTab = ({ dataset }: { readonly dataset: Dataset }) => {
  const { state, extractor, q, columns } = route.useSearch();
  return <GridTab dataset={dataset} filter={{ state, extractor, q }} columns={columns} />;
};

const DatasetTimelineTab = ({ datasetId }: { readonly datasetId: string }) => {
  const { since, until } = route.useSearch();
  return <TimelineTab datasetId={datasetId} since={since} until={until} />;
};

const MetadataOfDataset = ({ datasetId }: { readonly datasetId: string }) => {
  const { keys, where, by } = route.useSearch();
  return <DatasetMetadataTab datasetId={datasetId} search={{ keys, where, by }} />;
};

const Content = ({ dataset, chosen, dropZone, ...files }: Omit<DatasetTabsProps, 'above'>) => {
  const resource = { type: 'dataset', id: dataset.id } as const;
  if (chosen === 'files') return <Files dataset={dataset} zone={dropZone} {...files} />;
  if (chosen === 'grid') return <DatasetGridTab dataset={dataset} />;
  if (chosen === 'metadata') return <MetadataOfDataset datasetId={dataset.id} />;
  if (chosen === 'timeline') return <DatasetTimelineTab datasetId={dataset.id} />;
  return <ExtractionsTab resource={resource} />;
};

interface FilesProps extends Pick<DatasetTabsProps, 'dataset' | 'selection' | 'onSubmit'> {
  readonly zone: ReactNode;
}

/** The Files tab: the address says which files it lists, and how. */
const Files = ({ dataset, ...files }: FilesProps) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <FilesTab
      datasetId={dataset.id}
      total={dataset.file_count}
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })
      }
      {...files}
    />
  );
};
