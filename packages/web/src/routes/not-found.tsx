import { Link } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { usePageTitle } from '../shell/use-page-title.ts';

type Shareable = 'dataset' | 'file' | 'job' | 'space';

/** One page for what does not exist and for what is not shared with this person: it must not give away which. */
export const NotFound = ({ what }: { readonly what: Shareable | 'extractor' | 'page' }) => {
  usePageTitle('Not found');
  if (what === 'page' || what === 'extractor')
    return (
      <Panel>
        <EmptyState page icon="search" title={`There is no such ${what}`} action={<WayBack />}>
          {what === 'page'
            ? 'The address may be mistyped, or the page is for administrators only.'
            : 'It may have been deleted, or its name is mistyped.'}
        </EmptyState>
      </Panel>
    );
  return (
    <Panel>
      <EmptyState page icon="search" title={`This ${what} cannot be shown`} action={<WayBack />}>
        Either it does not exist, or it is not shared with you. If somebody gave you this address, ask the
        owner of the {what}, or an administrator of this server.
      </EmptyState>
    </Panel>
  );
};

export const NotFoundPage = () => <NotFound what="page" />;

const WayBack = () => (
  <Link className={text.link} to="/datasets">
    All datasets
  </Link>
);
