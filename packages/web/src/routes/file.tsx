import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isNotFound } from '../api/explain.ts';
import { Crumbs } from '../design/crumbs.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { TabBar } from '../design/tab-bar.tsx';
import { fileQuery } from '../files/file-queries.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const route = getRouteApi('/signed-in/files/$id');

export const FilePage = () => {
  const { id } = route.useParams();
  const { tab = 'extractions' } = route.useSearch();
  const { data: file, error, refetch } = useQuery(fileQuery(id));
  usePageTitle(file?.filename);
  if (isNotFound(error)) return <NotFound what="file" />;
  return (
    <>
      <Crumbs>
        <Link to="/datasets">Datasets</Link>
        {file ? (
          <Link to="/datasets/$id" params={{ id: file.dataset.id }}>
            {file.dataset.name}
          </Link>
        ) : null}
        <span>Files</span>
      </Crumbs>
      {error && !file ? (
        <ErrorPanel what="The file could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {file ? <h1>{file.filename}</h1> : null}
      <TabBar
        label="File"
        chosen={tab}
        tabs={[
          { name: 'metadata', word: 'Metadata', count: file?.metadata_count },
          { name: 'extractions', word: 'Extractions' },
        ]}
      />
    </>
  );
};
