import type { DatasetGrid, GridColumn } from '@pawprint/protocol';
import { FILE_STATES, type FileState } from '@pawprint/protocol/client';
import { countOf, formatCount } from '../../design/count.ts';
import { badgeOfState } from '../../design/state.tsx';

/** As a person reads it; cells without a job have no icon. */
export const cellStateLabel = (state: FileState): string =>
  state === 'NOT_RUN' ? 'Not run' : badgeOfState(state).label;

export const countInState = (column: GridColumn, state: FileState): number =>
  state === 'NOT_RUN' ? column.not_run : (column.states[state] ?? 0);

export type StateCounts = Readonly<Record<FileState, number>>;

/** How many cells of all columns are in each state. */
export const countStates = ({ columns }: Pick<DatasetGrid, 'columns'>): StateCounts => {
  const count = (state: FileState): number =>
    columns.reduce((sum, column) => sum + countInState(column, state), 0);
  return Object.fromEntries(FILE_STATES.map((state) => [state, count(state)])) as Record<FileState, number>;
};

const OPEN_STATES = ['RUNNING', 'RESUBMITTED', 'QUEUED', 'SUBMITTED'] as const satisfies readonly FileState[];

const countOpen = (counts: StateCounts): number => OPEN_STATES.reduce((sum, state) => sum + counts[state], 0);

/** Whether a job on the dataset or on a file of it is not over. */
export const hasOpenJobs = (grid: Pick<DatasetGrid, 'columns' | 'dataset_jobs'>): boolean =>
  countOpen(countStates(grid)) > 0 ||
  grid.dataset_jobs.some(({ state }) => OPEN_STATES.some((open) => open === state));

/** "3,211 of 3,334 done, 27 need attention, 2 in progress, 94 not run". Null: there is nothing to run. */
export const describeCounts = (counts: StateCounts): string | null => {
  const total = FILE_STATES.reduce((sum, state) => sum + counts[state], 0);
  if (total === 0) return null;
  const attention = counts.FAILED + counts.LOST;
  const open = countOpen(counts);
  if (counts.SUCCEEDED === total) return `All ${countOf(total, 'job')} done`;
  const parts = [
    [`${formatCount(counts.SUCCEEDED)} of ${formatCount(total)} done`, true],
    [`${formatCount(attention)} ${attention === 1 ? 'needs' : 'need'} attention`, attention > 0],
    [`${formatCount(open)} in progress`, open > 0],
    [`${formatCount(counts.NOT_RUN)} not run`, counts.NOT_RUN > 0],
  ] as const;
  return parts.flatMap(([part, isShown]) => (isShown ? [part] : [])).join(', ');
};

/** The two states of a column that a person asks for first: "16 failed, 1 running". */
export const headStates = (column: GridColumn): readonly FileState[] =>
  FILE_STATES.filter((state) => countInState(column, state) > 0).slice(0, 2);
