import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Crumbs } from '../design/crumbs.tsx';
import { ExtractorView } from '../extractors/extractor-page/extractor-view.tsx';
import { extractorQuery } from '../extractors/extractor-queries.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ResourcePage } from './resource-page.tsx';

const route = getRouteApi('/app/extractors/$name');

export const ExtractorPage = () => {
  const { name } = route.useParams();
  const { tab = 'overview', range = '2d' } = route.useSearch();
  const query = useQuery(extractorQuery(name));
  usePageTitle(name);
  const crumbs = (
    <Crumbs>
      <Link to="/extractors">Extractors</Link>
      <span>{name}</span>
    </Crumbs>
  );
  return (
    <ResourcePage query={query} what="extractor" crumbs={crumbs}>
      {(extractor) => <ExtractorView key={name} extractor={extractor} tab={tab} range={range} />}
    </ResourcePage>
  );
};
