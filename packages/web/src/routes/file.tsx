import type { FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Crumbs } from '../design/crumbs.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { PageTabs } from '../design/page-tabs.tsx';
import { Panel } from '../design/panel.tsx';
import { FileHeader } from '../files/file-header.tsx';
import { fileQuery } from '../files/file-query.ts';
import { useLiveFile } from '../files/live-file.ts';
import { useJobsCount } from '../jobs/extractions/extractions-query.ts';
import { metadataQuery } from '../metadata/metadata-query.ts';
import { RightsProvider } from '../sharing/rights.tsx';
import { ExtractionsTab, MetadataTab } from '../shell/tabs.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ResourcePage } from './resource-page.tsx';

const PreviewPanel = lazy(async () => ({
  default: (await import('../files/preview/preview-panel.tsx')).PreviewPanel,
}));

const route = getRouteApi('/app/files/$id');

export const FilePage = () => {
  const { id } = route.useParams();
  const query = useQuery(fileQuery(id));
  usePageTitle(query.data?.filename);
  return (
    <RightsProvider datasetId={query.data?.dataset.id ?? null}>
      <ResourcePage query={query} what="file" crumbs={<FileCrumbs file={query.data} />}>
        {(file) => <FileView key={id} file={file} />}
      </ResourcePage>
    </RightsProvider>
  );
};

const FileCrumbs = ({ file }: { readonly file: FileInfo | undefined }) => (
  <Crumbs>
    <Link to="/datasets">Datasets</Link>
    {file ? (
      <Link to="/datasets/$id" params={{ id: file.dataset.id }}>
        {file.dataset.name}
      </Link>
    ) : null}
    <span>Files</span>
  </Crumbs>
);

const FileView = ({ file }: { readonly file: FileInfo }) => {
  const { tab = 'extractions', preview = false } = route.useSearch();
  const navigate = route.useNavigate();
  useLiveFile(file.id);
  const togglePreview = (): void =>
    void navigate({
      search: (before) => ({ ...before, preview: preview ? undefined : true }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <FileHeader file={file} previewed={preview} onPreview={togglePreview} />
      {preview ? (
        <Suspense fallback={<PreviewPlaceholder />}>
          <PreviewPanel file={file} />
        </Suspense>
      ) : null}
      <FileTabs file={file} chosen={tab} />
    </>
  );
};

const PreviewPlaceholder = () => (
  <Panel>
    <LoadingRows what="the preview" rows={4} height={24} />
  </Panel>
);

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
