import type { FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { PageTabs } from '../design/page-tabs.tsx';
import { useJobsCount } from '../jobs/extractions/extractions-query.ts';
import { metadataQuery } from '../metadata/metadata-query.ts';
import { ExtractionsTab, MetadataTab } from '../shell/tabs.ts';

export type FileTab = 'metadata' | 'extractions';

interface FileTabsProps {
  readonly file: FileInfo;
  readonly chosen: FileTab;
}

export const FileTabs = ({ file, chosen }: FileTabsProps) => {
  const resource = { type: 'file', id: file.id } as const;
  // Only the Metadata tab loads the metadata; until then the file gives the count.
  const loadedCount = useQuery({ ...metadataQuery(resource), enabled: chosen === 'metadata' }).data?.length;
  return (
    <PageTabs
      label="File"
      chosen={chosen}
      tabs={[
        { name: 'metadata', label: 'Metadata', count: loadedCount ?? file.metadata_count },
        { name: 'extractions', label: 'Extractions', count: useJobsCount(resource) },
      ]}
    >
      {chosen === 'metadata' ? <MetadataTab resource={resource} /> : <ExtractionsTab resource={resource} />}
    </PageTabs>
  );
};
