import { sleep } from '@pawprint/async';
import type { Dataset, Operation, OperationPreview } from '@pawprint/protocol';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { countOf } from '../design/count.ts';
import { useOfferUndo } from '../design/undo-offer.ts';
import { type FilesPlan, previewOperation, startOperation } from '../operations/operation-plan.ts';
import { failureReasons, whyStopped } from '../operations/operation-progress.tsx';

/** Offers to move back what an operation has moved to another dataset. */
export const useOfferMoveBack = () => {
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  return ({ id, dataset_id: from, done, failed_count }: Operation, to: Dataset): void => {
    const moved = done - failed_count;
    if (moved === 0 || from === null) return;
    const files = { movedBy: id };
    offerUndo({
      done: `${countOf(moved, 'file')} ${wasWere(moved)} moved to ${to.name}.`,
      undo: () => moveBack(queries, { kind: 'move_files', datasetId: to.id, files, to: from }),
    });
  };
};

/** Resolves when it has ended, to how many files were moved, and why others were not. */
const moveBack = async (queries: QueryClient, plan: FilesPlan): Promise<string> => {
  const { eligible, not_eligible } = await previewOperation(plan);
  const leftOut = not_eligible.map((one) =>
    one.reason === 'not_found' ? { ...one, text: 'It was moved or deleted since.' } : one,
  );
  if (eligible === 0) return describe(0, leftOut);
  const started = await startOperation(plan);
  void queries.invalidateQueries({ queryKey: keys.operationList });
  const ended = await untilEnded(queries, started);
  // Files, their jobs and their numbers are shown on many pages.
  void queries.invalidateQueries();
  const moved = ended.done - ended.failed_count;
  return `${describe(moved, [...leftOut, ...failureReasons(ended)])} ${whyStopped(ended)}`.trim();
};

const REFRESH_MS = 500;

const untilEnded = async (queries: QueryClient, started: Operation): Promise<Operation> => {
  let operation = started;
  while (operation.state === 'running') {
    await sleep(REFRESH_MS);
    const { id } = operation;
    operation = await queries.fetchQuery({
      queryKey: keys.operation(id),
      queryFn: ({ signal }) => callRoute('showOperation', { params: { id }, signal }),
      staleTime: 0,
    });
  }
  return operation;
};

/** "47 files were moved back. 1 file left out: It was moved or deleted since." */
const describe = (moved: number, leftOut: OperationPreview['not_eligible']): string =>
  [
    moved === 0 ? 'No file was moved back.' : `${countOf(moved, 'file')} ${wasWere(moved)} moved back.`,
    ...leftOut.map(({ text, count }) => `${countOf(count, 'file')} left out: ${text}`),
  ].join(' ');

const wasWere = (count: number): string => (count === 1 ? 'was' : 'were');
