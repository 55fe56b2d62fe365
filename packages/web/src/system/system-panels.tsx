import type { System } from '@pawprint/protocol';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { formatBytes } from '../design/bytes.ts';
import { countOf, formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './system-panels.module.css';

const REFRESH_MS = 10_000;

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => callRoute('showSystem', { signal }),
  refetchInterval: REFRESH_MS,
});

/** Read once while the page is open: who reads them is recorded, and they change only with a new start. */
export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: ({ signal }) => callRoute('listSettings', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The state of the server, and its settings. */
export const SystemPanels = () => {
  const { data, error, refetch } = useQuery(systemQuery);
  if (data === undefined)
    return (
      <Panel className={styles.panels}>
        {error ? (
          <ErrorPanel what="The state could not be loaded." error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows what="the state" />
        )}
      </Panel>
    );
  return (
    <div className={`${layout.stack} ${styles.panels}`}>
      <ServerPanel system={data} />
      <ChecksPanel checks={data.checks} />
      <RequestsPanel requests={data.requests} />
      <RunsPanel runs={data.runs} />
      <SettingsPanel />
    </div>
  );
};

interface TitledProps {
  readonly title: string;
  readonly children: ReactNode;
}

const Titled = ({ title, children }: TitledProps) => (
  <Panel aria-label={title}>
    <PanelHead>
      <h2>{title}</h2>
    </PanelHead>
    {children}
  </Panel>
);

const textOfFiles = ({ path, free_bytes: free }: System['files']): string => {
  if (free === null) return path ?? 'in a bucket';
  return `${path === null ? '' : `${path}, `}${formatBytes(free)} free`;
};

const ServerPanel = ({ system }: { readonly system: System }) => {
  const { version, node, address, database, rabbitmq, files } = system;
  const rows: readonly (readonly [name: string, value: ReactNode])[] = [
    ['Pawprint', version],
    ['Node.js', node],
    ['Address', address],
    [
      'Database',
      `PostgreSQL ${database.version}, ${formatBytes(database.size_bytes)}, ${database.embedded ? "the server's own" : 'external'}`,
    ],
    ['RabbitMQ', rabbitmq ? 'configured' : 'not configured'],
    ['Old events', describeOldEvents(system.old_events)],
    ['Files', textOfFiles(files)],
  ];
  return (
    <Titled title="Server">
      <DataTable className={styles.table}>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row" className={styles.name}>
                {name}
              </th>
              <Cell className={styles.value}>{value}</Cell>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Titled>
  );
};

const describeOldEvents = ({ keep_months, archives }: System['old_events']): string => {
  const kept =
    keep_months === null ? 'kept in the database' : `archived after ${countOf(keep_months, 'whole month')}`;
  const [first, last] = [archives[0], archives.at(-1)];
  if (first === undefined || last === undefined) return kept;
  const events = archives.reduce((sum, archive) => sum + archive.events, 0);
  const bytes = archives.reduce((sum, archive) => sum + archive.size_bytes, 0);
  const months = first.month === last.month ? first.month : `${first.month} to ${last.month}`;
  return `${kept}; in archives: ${countOf(events, 'event')} of ${months}, ${formatBytes(bytes)}`;
};

const ChecksPanel = ({ checks }: Pick<System, 'checks'>) => (
  <Titled title="Checks">
    <DataTable className={styles.table}>
      <tbody>
        {Object.entries(checks).map(([name, { ok, reason }]) => (
          <tr key={name}>
            <th scope="row" className={styles.name}>
              {labelOf(name)}
            </th>
            <Cell className={styles.value}>
              {ok ? 'ready' : <b className={text.bold}>{reason ?? 'not ready'}</b>}
            </Cell>
          </tr>
        ))}
      </tbody>
    </DataTable>
  </Titled>
);

/** `live_updates` → "Live updates" */
const labelOf = (name: string): string => {
  const label = name.replaceAll('_', ' ');
  return label.charAt(0).toUpperCase() + label.slice(1);
};

const KINDS: Readonly<Record<string, string>> = {
  bodies: 'Requests with a body',
  streams: 'Live streams',
  archives: 'Downloads of datasets',
  claims: 'Instances waiting for a job',
};

const RequestsPanel = ({ requests }: Pick<System, 'requests'>) => (
  <Titled title="Under way">
    <DataTable stacked scrolls>
      <thead>
        <tr>
          <HeadCell>What</HeadCell>
          <HeadCell numeric>Now</HeadCell>
          <HeadCell numeric>At most</HeadCell>
          <HeadCell numeric>Of one caller</HeadCell>
        </tr>
      </thead>
      <tbody>
        {requests.map(({ kind, under_way, in_all, per_caller }) => (
          <tr key={kind}>
            <Cell wholeLine>{KINDS[kind] ?? kind}</Cell>
            <Cell numeric head="Now">
              {formatCount(under_way)}
            </Cell>
            <Cell numeric head="At most">
              {formatCount(in_all)}
            </Cell>
            <Cell numeric head="Of one caller">
              {formatCount(per_caller)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </DataTable>
  </Titled>
);

const RunsPanel = ({ runs }: Pick<System, 'runs'>) => (
  <Titled title="Latest runs">
    <DataTable>
      <thead>
        <tr>
          <HeadCell>Started</HeadCell>
          <HeadCell>Last answered</HeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ started_at, alive_at }) => (
          <tr key={started_at}>
            <Cell>
              <Time at={started_at} inSentence />
            </Cell>
            <Cell>
              <Time at={alive_at} inSentence />
            </Cell>
          </tr>
        ))}
      </tbody>
    </DataTable>
  </Titled>
);

const SettingsPanel = () => {
  const { data: settings, error, refetch } = useQuery(settingsQuery);
  return (
    <Titled title="Settings">
      {settings ? (
        <DataTable stacked>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Value</HeadCell>
            </tr>
          </thead>
          <tbody>
            {settings.map(({ name, value, is_default }) => (
              <tr key={name}>
                <Cell wholeLine>
                  <code className={text.monospace}>{name}</code>
                </Cell>
                <Cell className={styles.value}>
                  {value ?? <span className={text.dimmed}>not set</span>}
                  {is_default && value !== null ? <span className={text.dimmed}> (default)</span> : null}
                </Cell>
              </tr>
            ))}
          </tbody>
        </DataTable>
      ) : null}
      {!settings && error ? (
        <ErrorPanel what="The settings could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!settings && !error ? <LoadingRows what="the settings" /> : null}
    </Titled>
  );
};
