import { Button, NativeSelect, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FailureGroup } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../api/query-keys.ts';
import { Badge } from '../design/badge.tsx';
import { countOf, formatCount } from '../design/count.ts';
import { DataTable, HeadCell } from '../design/data-table.tsx';
import { formatRoughly } from '../design/duration.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { Panel, PanelFoot, PanelHead, PanelNote } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { useNow } from '../design/use-now.ts';
import { plainText } from '../jobs/events/terminal-text.ts';
import styles from './attention-panel.module.css';
import { actOf, FAILURE_BADGES, FailureRow, UnattendedRow } from './failure-row.tsx';
import { type AttentionFilter, type Failures, failuresQuery } from './home-queries.ts';

const ManyJobsDialog = onDemand(
  async () => (await import('../operations/many-jobs-dialog.tsx')).ManyJobsDialog,
);

interface AttentionPanelProps {
  readonly filter: AttentionFilter;
  readonly onFilter: (filter: AttentionFilter) => void;
  /** The id of the opened group. */
  readonly opened: string | null;
  readonly onOpen: (id: string | null) => void;
}

/** Failed, lost, stalled and unroutable jobs, grouped by cause: the first thing that people come for. */
export const AttentionPanel = (props: AttentionPanelProps) => {
  const { data, error, refetch } = useQuery(failuresQuery(props.filter));
  return (
    <Panel aria-labelledby="attention-head">
      <PanelHead className={styles.head}>
        <h2 id="attention-head">Needs attention</h2>
        {data ? <Counts counts={data.counts} /> : null}
        <Filters {...props} />
      </PanelHead>
      {!data && error ? (
        <ErrorPanel
          what="What needs attention could not be loaded."
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!data && !error ? <LoadingRows what="what needs attention" rows={3} height={40} /> : null}
      {data ? <Groups {...props} data={data} /> : null}
    </Panel>
  );
};

const KINDS = ['failed', 'lost', 'stalled', 'unroutable'] as const;

const Counts = ({ counts }: Pick<Failures, 'counts'>) => (
  <span className={styles.counts}>
    {KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
      const content = FAILURE_BADGES[kind];
      const label = `${formatCount(counts[kind])} ${content.label.toLowerCase()}`;
      return <Badge key={kind} content={{ ...content, label }} />;
    })}
  </span>
);

const DAYS = [
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
];

const Filters = ({ filter, onFilter }: Pick<AttentionPanelProps, 'filter' | 'onFilter'>) => (
  <span className={styles.filters}>
    <SegmentedControl
      aria-label="Whose jobs"
      data={['Mine', 'All I can see']}
      value={filter.mine ? 'Mine' : 'All I can see'}
      onChange={(value) => onFilter({ ...filter, mine: value === 'Mine' })}
    />
    <NativeSelect
      className={styles.days}
      size="xs"
      aria-label="Since"
      data={DAYS}
      value={String(filter.days)}
      onChange={(event) => onFilter({ ...filter, days: Number(event.currentTarget.value) })}
    />
  </span>
);

const Groups = ({ data, filter, opened, onOpen }: AttentionPanelProps & { readonly data: Failures }) => {
  const [showsKnown, setShowsKnown] = useState(false);
  const action = useAction();
  const known = data.groups.filter((group) => group.known !== null).length;
  const { unattended } = data;
  const shown = data.groups.filter((group) => group.known === null || showsKnown || group.id === opened);
  return (
    <>
      {shown.length === 0 && unattended.length === 0 ? <Nothing data={data} filter={filter} /> : null}
      {shown.length > 0 || unattended.length > 0 ? (
        <DataTable stacked scrolls className={styles.table}>
          <Head />
          <OpenableRows>
            {unattended.map((waiting) => (
              <UnattendedRow key={waiting.extractor} waiting={waiting} filter={filter} />
            ))}
            {shown.map((group) => (
              <FailureRow
                key={group.id}
                group={group}
                filter={filter}
                opened={group.id === opened}
                onToggle={() => onOpen(group.id === opened ? null : group.id)}
                onAct={() => action.open(group)}
              />
            ))}
          </OpenableRows>
        </DataTable>
      ) : null}
      <ActionDialog action={action} />
      {known > 0 || data.total > data.groups.length ? (
        <PanelFoot>
          <span className={layout.fill}>
            {data.total > data.groups.length
              ? `The largest ${formatCount(data.groups.length)} of ${formatCount(data.total)}`
              : countOf(data.groups.length - known, 'group')}
          </span>
          {known > 0 ? (
            <Button size="xs" aria-expanded={showsKnown} onClick={() => setShowsKnown(!showsKnown)}>
              {showsKnown ? 'Hide known' : `Show ${formatCount(known)} known`}
            </Button>
          ) : null}
        </PanelFoot>
      ) : null}
    </>
  );
};

const Head = () => (
  <thead>
    <tr>
      <HeadCell>State</HeadCell>
      <HeadCell numeric>Jobs</HeadCell>
      <HeadCell>Extractor</HeadCell>
      <HeadCell>Error or reason</HeadCell>
      <HeadCell>On</HeadCell>
      <HeadCell>Last 12 h</HeadCell>
      <HeadCell>First seen</HeadCell>
      <HeadCell>Last seen</HeadCell>
      <HeadCell>
        <VisuallyHidden component="span">Action</VisuallyHidden>
      </HeadCell>
    </tr>
  </thead>
);

/** Which group's jobs are resubmitted or cancelled. The group leaves the list meanwhile, and its dialog stays. */
const useAction = () => {
  const queries = useQueryClient();
  const [group, setGroup] = useState<FailureGroup | null>(null);
  const [opened, dialog] = useDisclosure(false);
  return {
    group,
    opened,
    open: (next: FailureGroup): void => {
      setGroup(next);
      dialog.open();
    },
    close: (): void => {
      dialog.close();
      void queries.invalidateQueries({ queryKey: keys.attention });
    },
  };
};

const ActionDialog = ({
  action: { group, opened, close },
}: {
  readonly action: ReturnType<typeof useAction>;
}) =>
  group === null ? null : (
    <ManyJobsDialog
      key={group.id}
      kind={actOf(group)}
      scope={{ query: `failure:${group.id}` }}
      where={`Jobs of ${group.extractor} ${group.version ?? ''}: ${plainText(group.message)}`}
      opened={opened}
      onClose={close}
    />
  );

/** As high as one row, so that the page does not move when a group comes. */
const Nothing = ({ data, filter }: { readonly data: Failures; readonly filter: AttentionFilter }) => (
  <PanelNote className={styles.nothing}>
    <span className={text.toned} data-tone="done">
      <Icon name="done" />
    </span>
    {filter.mine ? 'None of your jobs needs attention.' : 'Nothing needs attention.'}{' '}
    {data.last_failure_at && !filter.mine ? <LastFailure at={data.last_failure_at} /> : null}
  </PanelNote>
);

const LastFailure = ({ at }: { readonly at: string }) => (
  <span>Last failure {formatRoughly(Math.max(0, useNow() - Date.parse(at)))} ago.</span>
);
