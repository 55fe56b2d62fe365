import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { JobView } from '../jobs/job-page/job-view.tsx';
import { jobQuery } from '../jobs/job-query.ts';
import { RightsProvider } from '../sharing/rights.tsx';

const route = getRouteApi('/app/jobs/$id');

/** Keyed by the id, so that no state of one job is kept on the page of the next. */
export const JobPage = () => {
  const { id } = route.useParams();
  // The view requests the job again when that is due.
  const { data } = useQuery({ ...jobQuery(id), refetchInterval: false });
  return (
    <RightsProvider datasetId={data?.job.dataset_id ?? null}>
      <JobView key={id} id={id} />
    </RightsProvider>
  );
};
