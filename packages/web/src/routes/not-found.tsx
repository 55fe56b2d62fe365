import { Link } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { usePageTitle } from '../shell/use-page-title.ts';

/** Also for what exists but must not be seen by this person: the page must not give away that it exists. */
export const NotFound = ({ what }: { readonly what: string }) => {
  usePageTitle('Not found');
  return (
    <Panel>
      <EmptyState
        page
        icon="search"
        title={`There is no such ${what}`}
        action={
          <Link className={text.link} to="/datasets">
            All datasets
          </Link>
        }
      >
        It may have been deleted, or you may not be allowed to see it.
      </EmptyState>
    </Panel>
  );
};

export const NotFoundPage = () => <NotFound what="page" />;
