import type { FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isNotFound } from '../api/explain.ts';
import { Crumbs } from '../design/crumbs.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { FileHeader } from '../files/file-header.tsx';
import { fileQuery, useLiveFile } from '../files/file-query.ts';
import { FileTabs } from '../files/file-tabs.tsx';
import { PreviewPanel } from '../files/preview/preview-panel.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const route = getRouteApi('/signed-in/files/$id');

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
      {preview ? <PreviewPanel file={file} /> : null}
      <FileTabs file={file} chosen={tab} />
    </>
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

export const FilePage = () => {
  const { id } = route.useParams();
  const { data: file, error, refetch } = useQuery(fileQuery(id));
  usePageTitle(file?.filename);
  if (isNotFound(error)) return <NotFound what="file" />;
  return (
    <>
      <FileCrumbs file={file} />
      {file ? <FileView key={id} file={file} /> : null}
      {!file && error ? (
        <div className="panel">
          <ErrorPanel what="The file could not be loaded." error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {!file && !error ? <Skeleton what="the file" /> : null}
    </>
  );
};
