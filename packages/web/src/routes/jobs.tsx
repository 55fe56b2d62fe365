import { getRouteApi } from '@tanstack/react-router';
import { JobsExplorer } from '../jobs/explorer/jobs-explorer.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/app/jobs');

export const JobsPage = () => {
  usePageTitle('Jobs');
  const { q = '', sort = '-submitted_at' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <JobsExplorer
      query={q}
      sort={sort}
      onQuery={(next) =>
        void navigate({ search: (before) => ({ ...before, q: next || undefined }), resetScroll: false })
      }
      onSort={(next) =>
        void navigate({ search: (before) => ({ ...before, sort: next }), resetScroll: false })
      }
    />
  );
};
