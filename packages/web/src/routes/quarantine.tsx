import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Toolbar } from '../design/toolbar.tsx';
import { QuarantineList } from '../quarantine/quarantine-list.tsx';
import styles from './quarantine.module.css';

const route = getRouteApi('/app/admin/quarantine');

const SOURCES = [
  { value: 'all', label: 'All' },
  { value: 'report', label: 'Reports' },
  { value: 'heartbeat', label: 'Heartbeats' },
] as const;

/** The tab Quarantine of Admin. */
export const QuarantinePage = () => {
  const { source } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
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
