import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isNotFound } from '../api/explain.ts';
import { DatasetFacts } from '../datasets/dataset-facts.tsx';
import { datasetQuery } from '../datasets/dataset-queries.ts';
import { Crumbs } from '../design/crumbs.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const route = getRouteApi('/signed-in/datasets/$id');

export const DatasetPage = () => {
  const { id } = route.useParams();
  const { data: dataset, error, refetch } = useQuery(datasetQuery(id));
  usePageTitle(dataset?.name);
  if (isNotFound(error)) return <NotFound what="dataset" />;
  return (
    <>
      <Crumbs>
        <Link to="/datasets">Datasets</Link>
        <span>{dataset?.name ?? '…'}</span>
      </Crumbs>
      {error && !dataset ? (
        <ErrorPanel what="The dataset could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {dataset ? <DatasetFacts dataset={dataset} /> : null}
    </>
  );
};
