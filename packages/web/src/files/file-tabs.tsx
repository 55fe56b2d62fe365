import type { FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Skeleton } from '../design/skeleton.tsx';
import { TabBar, tabId } from '../design/tab-bar.tsx';
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
  // Asked for only by the tab itself; until then the file knows the number.
  const listed = useQuery({ ...metadataQuery(resource), enabled: chosen === 'metadata' }).data?.length;
  return (
    <>
      <TabBar
        label="File"
        chosen={chosen}
        tabs={[
          { name: 'metadata', word: 'Metadata', count: listed ?? file.metadata_count },
          { name: 'extractions', word: 'Extractions', count: useJobsCount(resource) },
        ]}
      />
      <div role="tabpanel" aria-labelledby={tabId(chosen)}>
        <Suspense fallback={<Skeleton what={chosen} />}>
          {chosen === 'metadata' ? (
            <MetadataTab resource={resource} />
          ) : (
            <ExtractionsTab resource={resource} />
          )}
        </Suspense>
      </div>
    </>
  );
};
