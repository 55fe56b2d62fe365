import { SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Crumbs } from '../design/crumbs.tsx';
import { Toolbar } from '../design/toolbar.tsx';
import { QuarantineList } from '../quarantine/quarantine-list.tsx';
import { useIsAdmin } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { NotFound } from './not-found.tsx';
import styles from './quarantine.module.css';

const route = getRouteApi('/app/quarantine');

const SOURCES = [
  { value: 'all', label: 'All' },
  { value: 'report', label: 'Reports' },
  { value: 'heartbeat', label: 'Heartbeats' },
] as const;

/** For administrators; others get the same page as for a wrong address. */
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
      <Toolbar className={styles.sources}>
        <SegmentedControl
          aria-label="Source"
          data={[...SOURCES]}
          value={source ?? 'all'}
          onChange={(chosen) =>
            void navigate({ search: chosen === 'all' ? {} : { source: chosen }, replace: true })
          }
        />
      </Toolbar>
      <QuarantineList source={source} />
    </>
  );
};
