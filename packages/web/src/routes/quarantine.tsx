import { getRouteApi, Link } from '@tanstack/react-router';
import { Crumbs } from '../design/crumbs.tsx';
import { QuarantineList } from '../quarantine/quarantine-list.tsx';
import { useIsAdmin } from '../session/use-is-admin.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';

const route = getRouteApi('/signed-in/quarantine');

const SOURCES = [
  [undefined, 'All'],
  ['report', 'Reports'],
  ['heartbeat', 'Heartbeats'],
] as const;

/** For administrators; to anybody else there is no such page. */
export const QuarantinePage = () => {
  usePageTitle('Quarantine');
  const isAdmin = useIsAdmin();
  const { source } = route.useSearch();
  const navigate = route.useNavigate();
  if (!isAdmin) return <NotFound what="page" />;
  return (
    <>
      <Crumbs>
        <Link to="/extractors">Extractors</Link>
        <span>Quarantine</span>
      </Crumbs>
      <h1>Quarantine</h1>
      <div className="bar quarantine-bar">
        <fieldset className="seg" aria-label="Source">
          {SOURCES.map(([each, word]) => (
            <button
              key={word}
              type="button"
              aria-pressed={source === each}
              onClick={() => void navigate({ search: each ? { source: each } : {}, replace: true })}
            >
              {word}
            </button>
          ))}
        </fieldset>
      </div>
      <QuarantineList source={source} />
    </>
  );
};
