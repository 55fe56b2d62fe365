import type { FileFilterBody } from '@pawprint/protocol';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { onDemand } from '../../design/on-demand.tsx';
import { type RowSelection, type Selected, useRowSelection } from '../../design/row-selection.ts';
import { SelectionToolbar } from '../../design/selection-toolbar.tsx';
import type { SelectedFiles } from '../../operations/operation-plan.ts';
import type { FileChange } from './selected-file-actions.tsx';

const ChangeFilesDialog = onDemand(
  async () => (await import('../change-files-dialog.tsx')).ChangeFilesDialog,
);

/** Not in the first load: nothing is selected at first. */
const SelectedActions = lazy(async () => ({
  default: (await import('./selected-file-actions.tsx')).SelectedActions,
}));

/** All files that a filter found at one time. */
export interface FoundFiles {
  readonly filter: FileFilterBody;
  readonly count: number;
}

export type FileSelection = RowSelection<FoundFiles>;

export const useFileSelection = (): FileSelection => useRowSelection<FoundFiles>();

export const filesOf = (selected: Selected<FoundFiles>): SelectedFiles =>
  selected.of === 'query' ? { filter: selected.query.filter } : { ids: [...selected.ids] };

interface SelectionBarProps {
  readonly datasetId: string;
  readonly selection: FileSelection;
  /** Which files are listed. */
  readonly filter: FileFilterBody;
  /** How many the filter finds. */
  readonly total: number;
  readonly onSubmit: () => void;
  /** Shown while nothing is selected. */
  readonly children: ReactNode;
}

export const SelectionBar = ({ children, ...props }: SelectionBarProps) => {
  const { selection, filter, total } = props;
  const { selected } = selection;
  const count = selected.of === 'query' ? selected.query.count : selected.ids.size;
  // Files that are added later are not among all that match now.
  const selectAll = (): void =>
    selection.selectQuery({ filter: { ...filter, until: new Date().toISOString() }, count: total });
  const [change, setChange] = useState<FileChange | null>(null);
  return (
    <>
      <SelectionToolbar
        isEmpty={selection.isEmpty}
        isWhole={!selection.isEmpty && count === total}
        label={`Select all ${formatCount(total)} files`}
        onSelectAll={selectAll}
        onClear={selection.clear}
      >
        {selection.isEmpty ? (
          children
        ) : (
          <Suspense fallback={null}>
            <SelectedActions
              {...props}
              files={filesOf(selected)}
              count={count}
              onSelectAll={selectAll}
              onClear={selection.clear}
              onChange={setChange}
            />
          </Suspense>
        )}
      </SelectionToolbar>
      {/* Not among the actions: it says what was done after nothing is selected any more. */}
      <ChangeFilesDialog
        change={change}
        datasetId={props.datasetId}
        files={filesOf(selected)}
        opened={change !== null}
        onClose={() => setChange(null)}
        onEnded={selection.clear}
      />
    </>
  );
};
