import { getRouteApi } from '@tanstack/react-router';
import { JobView } from '../jobs/job-page/job-view.tsx';

const route = getRouteApi('/signed-in/jobs/$id');

/** Another job is another page: nothing of the one before stays. */
export const JobPage = () => {
  const { id } = route.useParams();
  return <JobView key={id} id={id} />;
};
