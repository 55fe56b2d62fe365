import { getRouteApi } from '@tanstack/react-router';
import { JobView } from '../jobs/job-page/job-view.tsx';

const route = getRouteApi('/signed-in/jobs/$id');

/** Keyed by the id, so that no state of one job is kept on the page of the next. */
export const JobPage = () => {
  const { id } = route.useParams();
  return <JobView key={id} id={id} />;
};
