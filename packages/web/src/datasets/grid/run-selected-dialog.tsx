import { Button, Modal } from '@mantine/core';
import type { OperationPreview } from '@pawprint/protocol';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain } from '../../api/explain.ts';
import { keys } from '../../api/query-keys.ts';
import { countOf, formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Result } from '../../design/result.tsx';
import text from '../../design/text.module.css';
import {
  OPERATION_LABELS,
  type OperationPlan,
  previewOperation,
  startOperation,
} from '../../operations/operation-plan.ts';
import { type SelectedArea, selectedLinesQuery } from './selected-lines.ts';
import type { GridLine } from './use-grid-rows.ts';

interface RunSelectedDialogProps {
  readonly area: SelectedArea;
  readonly opened: boolean;
  readonly onClose: () => void;
}

type RunPlan = OperationPlan & { readonly kind: 'run_missing' };

/** Runs each extractor of a selection on its selected files that it has not done: an operation for each extractor. */
export const RunSelectedDialog = ({ area, opened, onClose }: RunSelectedDialogProps) => {
  const runs = useRuns(area, opened);
  const { isStarted, isCounted, error, eligible } = runs;
  const close = (): void => {
    onClose();
    runs.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={OPERATION_LABELS.run_missing.title} size={520}>
      <div className={layout.stack}>
        <p className={text.dimmed}>On the selected files of {area.datasetName}</p>
        {isStarted ? (
          <Result isWhole takesFocus>
            <h3>{countOf(eligible, 'job')} will be submitted.</h3>
            <p>It goes on when this page is closed. The head of every page shows it.</p>
          </Result>
        ) : null}
        {!isCounted && !error ? <LoadingRows what="the numbers" rows={2} /> : null}
        {isCounted && !isStarted ? <PlanTable plans={runs.plans} previews={runs.previews} /> : null}
        {error ? <ErrorMessage>{explain(error)}</ErrorMessage> : null}
        <DialogActions>
          <Button onClick={close} data-autofocus>
            Close
          </Button>
          {eligible > 0 && !isStarted ? (
            <Button variant="filled" aria-disabled={runs.isStarting} onClick={runs.start}>
              {runs.isStarting ? 'Starting…' : `Submit ${countOf(eligible, 'job')}`}
            </Button>
          ) : null}
        </DialogActions>
      </div>
    </Modal>
  );
};

/** How many files each extractor of the selection would get, and how to start it. */
const useRuns = (area: SelectedArea, opened: boolean) => {
  const queries = useQueryClient();
  const lines = useQuery({ ...selectedLinesQuery(queries, area), enabled: opened });
  const plans = plansOf(area, lines.data ?? []);
  const previews = useQueries({
    queries: plans.map((plan) => ({
      queryKey: keys.operationPreview(JSON.stringify(plan)),
      queryFn: () => previewOperation(plan),
      enabled: opened,
      gcTime: 0,
      staleTime: 0,
    })),
  });
  const start = useMutation({
    mutationFn: async (chosen: readonly RunPlan[]) => {
      for (const plan of chosen) await startOperation(plan);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.operationList }),
  });
  return {
    plans,
    previews: previews.map(({ data }) => data),
    isCounted: lines.data !== undefined && previews.every(({ data, error }) => data ?? error),
    error: lines.error ?? previews.find((preview) => preview.error)?.error ?? start.error,
    eligible: previews.reduce((sum, { data }) => sum + (data?.eligible ?? 0), 0),
    isStarting: start.isPending,
    isStarted: start.isSuccess,
    start: (): void => {
      if (!start.isPending) start.mutate(plans.filter((_, n) => (previews[n]?.data?.eligible ?? 0) > 0));
    },
    reset: start.reset,
  };
};

const plansOf = ({ datasetId, extractors }: SelectedArea, lines: readonly GridLine[]): readonly RunPlan[] =>
  extractors.flatMap((extractor) => {
    const fileIds = lines.flatMap(({ file, cell }) =>
      file !== null && cell(extractor) !== null ? [file.id] : [],
    );
    return fileIds.length === 0
      ? []
      : [
          {
            kind: 'run_missing',
            extractor,
            datasetId,
            fileIds,
            sinceVersion: null,
            includeUnknown: false,
          } as const,
        ];
  });

interface PlanTableProps {
  readonly plans: readonly RunPlan[];
  readonly previews: readonly (OperationPreview | undefined)[];
}

const PlanTable = ({ plans, previews }: PlanTableProps) =>
  plans.length === 0 ? (
    <p>No selected extractor runs on a selected file.</p>
  ) : (
    <DataTable>
      <thead>
        <tr>
          <HeadCell>Extractor</HeadCell>
          <HeadCell numeric>Files to submit</HeadCell>
          <HeadCell>Left out</HeadCell>
        </tr>
      </thead>
      <tbody>
        {plans.map(({ extractor }, n) => (
          <tr key={extractor}>
            <td>{extractor}</td>
            <Cell numeric>{formatCount(previews[n]?.eligible ?? 0)}</Cell>
            <td>
              {previews[n]?.not_eligible
                .map(({ text: reason, count }) => `${formatCount(count)}: ${reason}`)
                .join(' ')}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
