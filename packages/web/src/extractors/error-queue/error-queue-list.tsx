import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { unreadableBroker } from '../../broker/broker-problem.ts';
import { readinessQuery } from '../../broker/readiness-query.ts';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelNote } from '../../design/panel.tsx';
import text from '../../design/text.module.css';

const REFRESH_MS = 30_000;

const errorQueueListQuery = queryOptions({
  queryKey: keys.errorQueueList,
  queryFn: ({ signal }) => callRoute('listErrorQueues', { signal }),
  refetchInterval: REFRESH_MS,
  retry: false,
});

/**
 * The tab Error queues of Admin: the extractors that failed on messages, each with a link to them. They are asked for only
 * where RabbitMQ can be read.
 */
export const ErrorQueueList = () => {
  const readiness = useQuery(readinessQuery);
  const unreadable = readiness.data && unreadableBroker(readiness.data.checks['broker']);
  const canAsk = !readiness.isPending && unreadable === undefined;
  const { data, error, refetch } = useQuery({ ...errorQueueListQuery, enabled: canAsk });
  return (
    <Panel aria-label="Error queues">
      {unreadable === undefined ? null : <PanelNote>{unreadable}</PanelNote>}
      {!data && !error && unreadable === undefined ? <LoadingRows what="the error queues" /> : null}
      {!data && error ? (
        <ErrorPanel
          what="The error queues could not be loaded."
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {data && data.items.length === 0 ? (
        <EmptyState icon="done" title="No messages in error queues">
          An extractor puts a message that it failed on too often into its error queue in RabbitMQ. From there
          it can be sent again.
        </EmptyState>
      ) : null}
      {data && data.items.length > 0 ? (
        <DataTable stacked scrolls>
          <thead>
            <tr>
              <HeadCell>Extractor</HeadCell>
              <HeadCell>Queue</HeadCell>
              <HeadCell>Messages</HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.items.map(({ extractor, queue, depth }) => (
              <tr key={extractor}>
                <Cell wholeLine>
                  <Link
                    className={text.bold}
                    to="/extractors/$name"
                    params={{ name: extractor }}
                    search={{ tab: 'error-queue' }}
                  >
                    {extractor}
                  </Link>
                </Cell>
                <Cell head="Queue">
                  <span className={text.identifier}>{queue}</span>
                </Cell>
                <Cell head="Messages">{formatCount(depth)}</Cell>
              </tr>
            ))}
          </tbody>
        </DataTable>
      ) : null}
    </Panel>
  );
};
