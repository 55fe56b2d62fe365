import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { onDemand } from '../../design/on-demand.tsx';
import text from '../../design/text.module.css';
import { SELECTION_LABELS } from '../../operations/operation-plan.ts';
import { useRight } from '../../sharing/rights.tsx';
import { type SelectedArea, selectedLinesQuery } from './selected-lines.ts';

const OperationDialog = onDemand(
  async () => (await import('../../operations/operation-dialog.tsx')).OperationDialog,
);
const RunSelectedDialog = onDemand(async () => (await import('./run-selected-dialog.tsx')).RunSelectedDialog);

interface SelectionActionsProps {
  readonly area: SelectedArea;
  readonly onClear: () => void;
}

/** An operation on named files or jobs takes so many of them. */
const MOST_ROWS = 10_000;

export const SelectionActions = ({ area, onClear }: SelectionActionsProps) => {
  const { rectangle, extractors } = area;
  const canSubmit = useRight('submit');
  const rows = rectangle.bottom - rectangle.top + 1;
  const cells = rows * extractors.length;
  return (
    <div className={layout.row} role="toolbar" aria-label="Selection">
      <output>
        <b className={text.bold}>{countOf(cells, 'cell')} selected</b>
      </output>
      <span className={text.dimmed}>
        {countOf(rows, 'row')} × {countOf(extractors.length, 'extractor')}
      </span>
      {canSubmit && cells <= MOST_ROWS ? (
        <>
          <Action area={area} kind="run_missing" />
          <Action area={area} kind="resubmit" />
        </>
      ) : null}
      {cells > MOST_ROWS ? (
        <span className={text.dimmed}>
          Select {countOf(MOST_ROWS, 'cell')} at most, or use a column’s menu.
        </span>
      ) : null}
      <ActionIcon aria-label="Clear the selection" title="Clear the selection" onClick={onClear}>
        <Icon name="x" />
      </ActionIcon>
    </div>
  );
};

interface ActionProps {
  readonly area: SelectedArea;
  readonly kind: 'run_missing' | 'resubmit';
}

const Action = ({ area, kind }: ActionProps) => {
  const [opened, dialog] = useDisclosure(false);
  // The dialog keeps its cells when another selection is made behind it.
  const [planned, setPlanned] = useState(area);
  const open = (): void => {
    setPlanned(area);
    dialog.open();
  };
  return (
    <>
      <Button size="xs" leftSection={<Icon name={kind === 'resubmit' ? 'redo' : 'play'} />} onClick={open}>
        {kind === 'resubmit' ? 'Resubmit failed…' : 'Run what is missing…'}
      </Button>
      {kind === 'resubmit' ? (
        <ResubmitDialog area={planned} opened={opened} onClose={dialog.close} />
      ) : (
        <RunSelectedDialog area={planned} opened={opened} onClose={dialog.close} />
      )}
    </>
  );
};

interface DialogProps {
  readonly area: SelectedArea;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const ResubmitDialog = ({ area, opened, onClose }: DialogProps) => {
  const queries = useQueryClient();
  const { data } = useQuery({ ...selectedLinesQuery(queries, area), enabled: opened });
  const ids = data?.flatMap(({ cell }) =>
    area.extractors.flatMap((extractor) => {
      const job = cell(extractor);
      const isFailed = job !== null && job !== 'not_run' && (job.state === 'FAILED' || job.state === 'LOST');
      return isFailed ? [job.job_id] : [];
    }),
  );
  const isEmpty = ids?.length === 0;
  return (
    <OperationDialog
      kind="resubmit"
      labels={SELECTION_LABELS.resubmit}
      plan={ids && !isEmpty ? { kind: 'resubmit', scope: { ids }, parameters: null } : null}
      where={isEmpty ? 'No failed or lost job is selected.' : `In ${area.datasetName}`}
      opened={opened}
      onClose={onClose}
    />
  );
};
