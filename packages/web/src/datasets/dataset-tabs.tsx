import type { Dataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { Skeleton } from '../design/skeleton.tsx';
import { type Tab, TabBar, tabId } from '../design/tab-bar.tsx';
import type { FileSelection } from '../files/list/file-selection.tsx';
import { useJobsCount } from '../jobs/extractions/extractions-query.ts';
import { metadataQuery } from '../metadata/metadata-query.ts';
import { ExtractionsTab, FilesTab, MetadataTab } from '../shell/tabs.ts';

export type DatasetTab = 'files' | 'metadata' | 'extractions';

interface DatasetTabsProps {
  readonly dataset: Dataset;
  readonly chosen: DatasetTab;
}

interface DatasetTabPanelProps extends DatasetTabsProps {
  /** For the Files tab: where files are dropped. */
  readonly zone: ReactNode;
  /** For the Files tab: which are selected, and what to do with them. */
  readonly selection: FileSelection;
  readonly onSubmit: () => void;
}

const useTabs = (dataset: Dataset): readonly Tab<DatasetTab>[] => {
  const resource = { type: 'dataset', id: dataset.id } as const;
  return [
    { name: 'files', word: 'Files', count: dataset.file_count },
    { name: 'metadata', word: 'Metadata', count: useQuery(metadataQuery(resource)).data?.length },
    { name: 'extractions', word: 'Extractions', count: useJobsCount(resource) },
  ];
};

export const DatasetTabBar = ({ dataset, chosen }: DatasetTabsProps) => (
  <TabBar label="Dataset" tabs={useTabs(dataset)} chosen={chosen} />
);

const Content = ({ dataset, chosen, ...files }: DatasetTabPanelProps) => {
  const resource = { type: 'dataset', id: dataset.id } as const;
  if (chosen === 'files') return <FilesTab datasetId={dataset.id} total={dataset.file_count} {...files} />;
  if (chosen === 'metadata') return <MetadataTab resource={resource} />;
  return <ExtractionsTab resource={resource} />;
};

export const DatasetTabPanel = (props: DatasetTabPanelProps) => (
  <div role="tabpanel" aria-labelledby={tabId(props.chosen)}>
    <Suspense fallback={<Skeleton what={props.chosen} />}>
      <Content {...props} />
    </Suspense>
  </div>
);
