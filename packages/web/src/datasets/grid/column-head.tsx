import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Dataset, GridColumn } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { ExtractorLink } from '../../jobs/job-links.tsx';
import { useMe } from '../../session/session.ts';
import { useRight } from '../../sharing/rights.tsx';
import { cellStateLabel, countInState, headStates } from './grid-states.ts';
import styles from './grid-table.module.css';

const RunMissingDialog = onDemand(
  async () => (await import('../../operations/run-missing-dialog.tsx')).RunMissingDialog,
);
const ManyJobsDialog = onDemand(
  async () => (await import('../../operations/many-jobs-dialog.tsx')).ManyJobsDialog,
);

interface ColumnHeadProps {
  readonly dataset: Pick<Dataset, 'id' | 'name'>;
  readonly column: GridColumn;
}

/** An extractor: its name, how its latest jobs are, and what can be done to all of them. */
export const ColumnHead = ({ dataset, column }: ColumnHeadProps) => (
  <>
    <span className={styles.headText}>
      <ExtractorLink name={column.extractor} className={styles.name} tabIndex={-1}>
        <span title={column.extractor}>{column.extractor}</span>
      </ExtractorLink>
      <Counts column={column} />
    </span>
    <ColumnMenu dataset={dataset} column={column} />
  </>
);

/** Each count leads to the files that it counts. */
const Counts = ({ column }: Pick<ColumnHeadProps, 'column'>) => (
  <span className={styles.counts}>
    {headStates(column).map((state, index) => (
      <span key={state}>
        {index > 0 ? ', ' : null}
        <Link
          to="."
          search={((before: object) => ({ ...before, state, extractor: column.extractor })) as never}
          replace
          resetScroll={false}
          tabIndex={-1}
          data-tone={state === 'FAILED' || state === 'LOST' ? state.toLowerCase() : undefined}
        >
          {formatCount(countInState(column, state))} {cellStateLabel(state).toLowerCase()}
        </Link>
      </span>
    ))}
  </span>
);

const ColumnMenu = ({ dataset, column }: ColumnHeadProps) => {
  const { extractor } = column;
  const isSignedIn = useMe() !== undefined;
  const [missingOpened, missing] = useDisclosure(false);
  const [resubmitOpened, resubmit] = useDisclosure(false);
  // The dialog keeps its jobs when the counts change behind it.
  const [scope] = useState({ dataset_id: dataset.id, extractor });
  const where = `${extractor} in ${dataset.name}`;
  if (!isSignedIn) return null;
  return (
    <>
      <Actions column={column} onRunMissing={missing.open} onResubmit={resubmit.open} />
      <RunMissingDialog
        extractor={extractor}
        datasetId={dataset.id}
        where={where}
        opened={missingOpened}
        onClose={missing.close}
      />
      <ManyJobsDialog
        kind="resubmit"
        scope={scope}
        latestOnly
        where={where}
        opened={resubmitOpened}
        onClose={resubmit.close}
      />
    </>
  );
};

interface ActionsProps extends Pick<ColumnHeadProps, 'column'> {
  readonly onRunMissing: () => void;
  readonly onResubmit: () => void;
}

const Actions = ({ column, onRunMissing, onResubmit }: ActionsProps) => {
  const { extractor } = column;
  const canSubmit = useRight('submit');
  const failed = countInState(column, 'FAILED') + countInState(column, 'LOST');
  return (
    <MenuOnDemand
      width={230}
      position="bottom-end"
      button={
        <ActionIcon
          size={24}
          aria-label={`Actions on ${extractor}`}
          title={`Actions on ${extractor}`}
          tabIndex={-1}
          data-head-menu
        >
          <Icon name="dots" />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <Menu.Item
            leftSection={<Icon name="right" />}
            renderRoot={(props) => <Link to="/extractors/$name" params={{ name: extractor }} {...props} />}
          >
            Open the extractor
          </Menu.Item>
          {canSubmit && column.runs ? (
            <Menu.Item leftSection={<Icon name="play" />} onClick={onRunMissing}>
              Run what is missing…
            </Menu.Item>
          ) : null}
          {canSubmit && failed > 0 ? (
            <Menu.Item leftSection={<Icon name="redo" />} onClick={onResubmit}>
              Resubmit failed…
            </Menu.Item>
          ) : null}
        </>
      )}
    </MenuOnDemand>
  );
};
