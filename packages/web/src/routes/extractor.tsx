import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isNotFound } from '../api/explain.ts';
import { Crumbs } from '../design/crumbs.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { ExtractorView } from '../extractors/extractor-page/extractor-view.tsx';
import { extractorQuery } from '../extractors/extractor-queries.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const route = getRouteApi('/signed-in/extractors/$name');

export const ExtractorPage = () => {
  const { name } = route.useParams();
  const { data: extractor, error, refetch } = useQuery(extractorQuery(name));
  usePageTitle(name);
  if (isNotFound(error)) return <NotFound what="extractor" />;
  return (
    <>
      <Crumbs>
        <Link to="/extractors">Extractors</Link>
        <span>{name}</span>
      </Crumbs>
      {extractor ? <ExtractorView key={name} extractor={extractor} /> : null}
      {!extractor && error ? (
        <div className="panel">
          <ErrorPanel
            what="The extractor could not be loaded."
            error={error}
            onRetry={() => void refetch()}
          />
        </div>
      ) : null}
      {!extractor && !error ? <Skeleton what="the extractor" /> : null}
    </>
  );
};
