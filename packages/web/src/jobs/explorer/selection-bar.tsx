import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { onDemand } from '../../design/on-demand.tsx';
import text from '../../design/text.module.css';
import {
  type OperationPlan,
  previewOperation,
  SELECTION_LABELS,
  type SelectedJobs,
} from '../../operations/operation-plan.ts';
import { bothQueries } from './query-text.ts';
import type { JobSelection, Selected } from './selection.ts';
import styles from './selection-bar.module.css';

const OperationDialog = onDemand(
  async () => (await import('../../operations/operation-dialog.tsx')).OperationDialog,
);

interface SelectionBarProps {
  readonly selection: JobSelection;
  /** The ids of the rows that are loaded. */
  readonly rows: readonly string[];
  /** The query of the list. */
  readonly query: string;
  /** Shown while nothing is selected. */
  readonly children: ReactNode;
}

/** What is selected, and what could be done to it. Its place above the table is always kept, so that no row moves. */
export const SelectionBar = ({ selection, rows, query, children }: SelectionBarProps) => (
  <div
    className={styles.bar}
    role="toolbar"
    aria-label="Selection"
    data-selected={!selection.isEmpty || undefined}
  >
    <SelectRows selection={selection} rows={rows} />
    {selection.isEmpty ? children : <SelectedActions selection={selection} query={query} />}
  </div>
);

const SelectRows = ({ selection, rows }: Pick<SelectionBarProps, 'selection' | 'rows'>) => {
  const isWhole = rows.length > 0 && rows.every(selection.isSelected);
  return (
    <label className={styles.checkbox}>
      <input
        type="checkbox"
        aria-label="Select all rows that are loaded"
        checked={isWhole}
        ref={(box) => {
          if (box) box.indeterminate = !isWhole && !selection.isEmpty;
        }}
        onChange={() => (selection.isEmpty ? selection.selectRows(rows) : selection.clear())}
      />
    </label>
  );
};

const jobsOf = (selected: Selected): SelectedJobs =>
  selected.of === 'query' ? { query: selected.query } : { ids: [...selected.ids] };

const SelectedActions = ({ selection, query }: Pick<SelectionBarProps, 'selection' | 'query'>) => {
  const scope = jobsOf(selection.selected);
  const resubmit = usePreview({ kind: 'resubmit', scope, parameters: null });
  const cancel = usePreview({ kind: 'cancel', scope });
  const count = 'ids' in scope ? scope.ids.length : resubmit?.total;
  // Jobs that are submitted later are not among all that match now.
  const selectAll = (): void =>
    selection.selectQuery(bothQueries(query, `until:${new Date().toISOString()}`));
  return (
    <>
      <output>
        <b className={text.bold}>{count === undefined ? 'Counting…' : `${formatCount(count)} selected`}</b>
      </output>
      {'ids' in scope ? (
        <button type="button" className={text.link} onClick={selectAll}>
          Select all that match
        </button>
      ) : null}
      <span className={layout.fill} />
      <span className={styles.effect}>
        {resubmit && cancel
          ? `${formatCount(resubmit.eligible)} can be resubmitted; ${formatCount(cancel.eligible)} can be cancelled`
          : null}
      </span>
      <SelectionAction kind="cancel" scope={scope} eligible={cancel?.eligible} count={count} />
      <SelectionAction kind="resubmit" scope={scope} eligible={resubmit?.eligible} count={count} />
      <ActionIcon aria-label="Clear the selection" title="Clear the selection" onClick={selection.clear}>
        <Icon name="x" />
      </ActionIcon>
    </>
  );
};

/** How many of the selected jobs an operation would act on, and how many there are. */
const usePreview = (
  plan: OperationPlan,
): { readonly eligible: number; readonly total: number } | undefined => {
  const { data } = useQuery({
    queryKey: keys.operationPreview(JSON.stringify(plan)),
    queryFn: () => previewOperation(plan),
    gcTime: 0,
    staleTime: 0,
  });
  if (data === undefined) return undefined;
  const leftOut = data.not_eligible.reduce((sum, { count }) => sum + count, 0);
  return { eligible: data.eligible, total: data.eligible + leftOut };
};

interface SelectionActionProps {
  readonly kind: 'cancel' | 'resubmit';
  readonly scope: SelectedJobs;
  readonly eligible: number | undefined;
  readonly count: number | undefined;
}

const SelectionAction = ({ kind, scope, eligible = 0, count = 0 }: SelectionActionProps) => {
  const queries = useQueryClient();
  const [opened, dialog] = useDisclosure(false);
  // The jobs of the dialog stay the same while rows are selected or change behind it.
  const [planned, setPlanned] = useState(scope);
  const name = kind === 'cancel' ? 'Cancel' : 'Resubmit';
  const open = (): void => {
    setPlanned(scope);
    dialog.open();
  };
  const close = (): void => {
    dialog.close();
    void queries.invalidateQueries({ queryKey: keys.operationPreviews });
  };
  return (
    <>
      <Button
        size="xs"
        variant={kind === 'resubmit' ? 'filled' : 'default'}
        leftSection={<Icon name={kind === 'resubmit' ? 'redo' : 'x'} />}
        disabled={eligible === 0}
        onClick={open}
      >
        {name} {formatCount(eligible)}
      </Button>
      <OperationDialog
        kind={kind}
        labels={SELECTION_LABELS[kind]}
        plan={kind === 'cancel' ? { kind, scope: planned } : { kind, scope: planned, parameters: null }}
        where={`${formatCount(count)} selected`}
        opened={opened}
        onClose={close}
      />
    </>
  );
};
