import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { MoreMenu } from '../../design/menu-on-demand.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import type { RowSelection, Selected } from '../../design/row-selection.ts';
import { ClearSelection, SelectionToolbar } from '../../design/selection-toolbar.tsx';
import text from '../../design/text.module.css';
import { TellMeButton } from '../../notifications/tell-me-button.tsx';
import {
  type OperationPlan,
  previewOperation,
  SELECTION_LABELS,
  type SelectedJobs,
} from '../../operations/operation-plan.ts';
import { bothQueries } from './query-text.ts';
import styles from './selection-bar.module.css';

const OperationDialog = onDemand(
  async () => (await import('../../operations/operation-dialog.tsx')).OperationDialog,
);

const RemoveOutputsDialog = onDemand(
  async () => (await import('../../operations/many-jobs-dialog.tsx')).RemoveOutputsDialog,
);

interface SelectionBarProps {
  readonly selection: RowSelection<string>;
  /** The ids of the rows that are loaded. */
  readonly rows: readonly string[];
  /** The query of the list. */
  readonly query: string;
  /** Shown while nothing is selected. */
  readonly children: ReactNode;
}

/** What is selected, and what could be done to it. */
export const SelectionBar = ({ selection, rows, query, children }: SelectionBarProps) => (
  <SelectionToolbar
    isEmpty={selection.isEmpty}
    isWhole={rows.length > 0 && rows.every(selection.isSelected)}
    label="Select all rows that are loaded"
    onSelectAll={() => selection.selectRows(rows)}
    onClear={selection.clear}
  >
    {selection.isEmpty ? children : <SelectedActions selection={selection} query={query} />}
  </SelectionToolbar>
);

const jobsOf = (selected: Selected<string>): SelectedJobs =>
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
      {'ids' in scope ? <CompareLink ids={scope.ids} /> : null}
      <TellMeButton of={'ids' in scope ? { job_ids: scope.ids } : { query: scope.query }} size="xs" />
      <SelectionAction kind="cancel" scope={scope} eligible={cancel?.eligible} count={count} />
      <SelectionAction kind="resubmit" scope={scope} eligible={resubmit?.eligible} count={count} />
      <MoreOnSelection scope={scope} count={count} />
      <ClearSelection onClear={selection.clear} />
    </>
  );
};

/** What is seldom done to selected jobs. */
const MoreOnSelection = ({ scope, count = 0 }: Pick<SelectionActionProps, 'scope' | 'count'>) => {
  const [planned, setPlanned] = useState<SelectedJobs | null>(null);
  const [opened, dialog] = useDisclosure(false);
  const open = (): void => {
    setPlanned(scope);
    dialog.open();
  };
  return (
    <>
      <MoreMenu label="More actions on selected jobs">
        {(Menu) => (
          <Menu.Item leftSection={<Icon name="trash" />} onClick={open}>
            Remove outputs…
          </Menu.Item>
        )}
      </MoreMenu>
      {planned ? (
        <RemoveOutputsDialog
          scope={planned}
          where={`${formatCount(count)} selected`}
          opened={opened}
          onClose={dialog.close}
        />
      ) : null}
    </>
  );
};

/** The older of two selected jobs stands on the left. */
const CompareLink = ({ ids }: { readonly ids: readonly string[] }) => {
  const [left, right, third] = ids.toSorted();
  if (left === undefined || right === undefined || third !== undefined) return null;
  return (
    <Link className={text.link} to="/jobs/compare" search={{ left, right }}>
      Compare
    </Link>
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
