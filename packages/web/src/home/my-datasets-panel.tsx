import { Button } from '@mantine/core';
import type { DatasetSummary } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import { badgeOfState, type State } from '../design/state.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { myDatasetsQuery } from './home-queries.ts';
import styles from './my-panels.module.css';

/** This person's datasets, with how much of each is done. */
export const MyDatasetsPanel = ({ onCreate }: { readonly onCreate: () => void }) => {
  const { data, error, refetch } = useQuery(myDatasetsQuery);
  return (
    <Panel aria-labelledby="my-datasets-head">
      <PanelHead>
        <h2 id="my-datasets-head">My datasets</h2>
        <span className={layout.fill} />
        <Button size="xs" variant="subtle" leftSection={<Icon name="plus" />} onClick={onCreate}>
          New dataset
        </Button>
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="Your datasets could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="your datasets" rows={4} /> : null}
      {data?.length === 0 ? <PanelNote>You have not created a dataset yet.</PanelNote> : null}
      {data && data.length > 0 ? <DatasetTable datasets={data} /> : null}
    </Panel>
  );
};

const DatasetTable = ({ datasets }: { readonly datasets: readonly DatasetSummary[] }) => (
  <DataTable stacked className={styles.table}>
    <thead>
      <tr>
        <HeadCell>Dataset</HeadCell>
        <HeadCell>Jobs</HeadCell>
        <HeadCell numeric>Changed</HeadCell>
      </tr>
    </thead>
    <OpenableRows>
      {datasets.map((dataset) => (
        <tr key={dataset.id} data-row tabIndex={-1}>
          <Cell truncated wholeLine className={styles.dataset}>
            <Link className={text.bold} data-row-open to="/datasets/$id" params={{ id: dataset.id }}>
              {dataset.name}
            </Link>
          </Cell>
          <Cell>
            <span className={layout.row}>
              <StateBar states={dataset.states} />
              <StateSentence dataset={dataset} />
            </span>
          </Cell>
          <Cell numeric toEnd>
            <span className={text.dimmed}>
              <Time at={dataset.changed_at} />
            </span>
          </Cell>
        </tr>
      ))}
    </OpenableRows>
  </DataTable>
);

type States = DatasetSummary['states'];

/** What a reader has to know first comes first; what is done is not named beside it. */
const NAMED: readonly State[] = ['FAILED', 'LOST', 'RUNNING', 'RESUBMITTED', 'QUEUED', 'SUBMITTED'];
const IN_BAR: readonly State[] = ['SUCCEEDED', 'SKIPPED', 'CANCELLED', ...NAMED.toReversed()];

const sumOf = (states: States): number => Object.values(states).reduce((sum, count) => sum + count, 0);

/** The share of each state; the sentence beside it says the same in words. A part is never too thin to be seen. */
const StateBar = ({ states }: { readonly states: States }) => {
  const sum = sumOf(states);
  if (sum === 0) return null;
  return (
    <span className={styles.bar} aria-hidden>
      {IN_BAR.map((state) => {
        const count = states[state] ?? 0;
        if (count === 0) return null;
        const share = Math.max(0.03, count / sum);
        return <i key={state} data-tone={badgeOfState(state).tone} style={{ flexGrow: share }} />;
      })}
    </span>
  );
};

const MOST_NAMED = 2;

/** Each number leads to the files that it counts. */
const StateSentence = ({ dataset: { id, states } }: { readonly dataset: DatasetSummary }) => {
  if (sumOf(states) === 0) return <span className={text.dimmed}>no jobs</span>;
  const named = NAMED.filter((state) => states[state] !== undefined).slice(0, MOST_NAMED);
  if (named.length === 0) return <span className={text.dimmed}>all done</span>;
  return (
    <span className={text.dimmed}>
      {named.map((state, place) => {
        const { label, tone } = badgeOfState(state);
        const isWrong = state === 'FAILED' || state === 'LOST';
        return (
          <span key={state}>
            {place > 0 ? ', ' : ''}
            <Link
              className={isWrong ? text.toned : undefined}
              data-tone={tone}
              to="/datasets/$id"
              params={{ id }}
              search={{ tab: 'grid', state }}
            >
              {formatCount(states[state] ?? 0)} {label.toLowerCase()}
            </Link>
          </span>
        );
      })}
    </span>
  );
};
