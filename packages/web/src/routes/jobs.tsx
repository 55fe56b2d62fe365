import { getRouteApi } from '@tanstack/react-router';
import { JobsExplorer } from '../jobs/explorer/jobs-explorer.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/app/jobs');

export const JobsPage = () => {
  usePageTitle('Jobs');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <JobsExplorer
      search={search}
      onSearch={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })
      }
    />
  );
};
