import type { Dataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type PageTab, PageTabs } from '../design/page-tabs.tsx';
import type { FileSelection } from '../files/list/file-selection.tsx';
import { useJobsCount } from '../jobs/extractions/extractions-query.ts';
import { metadataQuery } from '../metadata/metadata-query.ts';
import { ExtractionsTab, FilesTab, MetadataTab } from '../shell/tabs.ts';

export type DatasetTab = 'files' | 'metadata' | 'extractions';

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
    { name: 'metadata', label: 'Metadata', count: useQuery(metadataQuery(resource)).data?.length },
    { name: 'extractions', label: 'Extractions', count: useJobsCount(resource) },
  ];
};

const Content = ({ dataset, chosen, dropZone, ...files }: Omit<DatasetTabsProps, 'above'>) => {
  const resource = { type: 'dataset', id: dataset.id } as const;
  if (chosen === 'files')
    return <FilesTab datasetId={dataset.id} total={dataset.file_count} zone={dropZone} {...files} />;
  if (chosen === 'metadata') return <MetadataTab resource={resource} />;
  return <ExtractionsTab resource={resource} />;
};
