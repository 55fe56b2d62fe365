import { Link } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

/** Also shown for what exists and may not be seen: the two must look the same. */
export const NotFound = ({ what }: { readonly what: string }) => {
  usePageTitle('Not found');
  return (
    <div className="panel">
      <EmptyState
        page
        icon="search"
        title={`There is no such ${what}`}
        action={
          <Link className="l" to="/datasets">
            All datasets
          </Link>
        }
      >
        It may have been deleted, or you may not be allowed to see it.
      </EmptyState>
    </div>
  );
};

export const NotFoundPage = () => <NotFound what="page" />;
