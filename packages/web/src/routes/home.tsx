import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense } from 'react';
import { LoadingRows } from '../design/loading-rows.tsx';
import { lazyPart, onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { AttentionPanel } from '../home/attention-panel.tsx';
import { myDatasetsQuery, useMyJobs } from '../home/home-queries.ts';
import { MyDatasetsPanel } from '../home/my-datasets-panel.tsx';
import { MyJobsPanel } from '../home/my-jobs-panel.tsx';
import { LiveIndicator } from '../jobs/live/live-indicator.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import styles from './home.module.css';

const CreateDialog = onDemand(async () => (await import('../datasets/create-dialog.tsx')).CreateDialog);

const FirstSteps = lazyPart(async () => (await import('../home/first-steps.tsx')).FirstSteps);

const FleetSummary = lazyPart(async () => (await import('../home/fleet-summary.tsx')).FleetSummary);

const route = getRouteApi('/app/');

const USUAL_DAYS = 7;
/** Who has more knows the way. */
const FEW_DATASETS = 2;

/** What needs attention, then what this person runs and has. */
export const HomePage = () => {
  usePageTitle('Home');
  const { whose, days = USUAL_DAYS, open } = route.useSearch();
  const navigate = route.useNavigate();
  const [createOpened, creation] = useDisclosure(false);
  const { jobs, live } = useMyJobs();
  const datasets = useQuery(myDatasetsQuery);
  const isLoading = jobs.isPending || datasets.isPending;
  const isNew = jobs.data?.length === 0 && datasets.data?.length === 0;
  return (
    <>
      <PageHead actions={<LiveIndicator live={live} pausable={false} />}>
        <h1>Home</h1>
        <div className={styles.fleet}>
          <Suspense fallback={null}>
            <FleetSummary />
          </Suspense>
        </div>
      </PageHead>
      <div className={styles.panels}>
        {datasets.data && jobs.data && datasets.data.length <= FEW_DATASETS ? (
          <Suspense fallback={isNew ? <LoadingRows what="the first steps" /> : null}>
            <FirstSteps datasets={datasets.data} jobs={jobs.data} onCreate={creation.open} />
          </Suspense>
        ) : null}
        <AttentionPanel
          filter={{ mine: whose === 'mine', days }}
          onFilter={({ mine, days: next }) =>
            void navigate({
              search: {
                ...(mine ? { whose: 'mine' as const } : {}),
                ...(next === USUAL_DAYS ? {} : { days: next }),
              },
              replace: true,
            })
          }
          opened={open ?? null}
          onOpen={(id) =>
            void navigate({
              search: (before) => ({ ...before, open: id ?? undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        />
        {isLoading ? <LoadingRows what="your jobs and datasets" /> : null}
        {isNew || isLoading ? null : (
          <div className={styles.columns}>
            <MyJobsPanel jobs={jobs.data} error={jobs.error} onRetry={() => void jobs.refetch()} />
            <MyDatasetsPanel onCreate={creation.open} />
          </div>
        )}
      </div>
      <CreateDialog opened={createOpened} onClose={creation.close} />
    </>
  );
};
