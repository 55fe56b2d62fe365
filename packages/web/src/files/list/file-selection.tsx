import { Button } from '@mantine/core';
import type { FileFilterBody } from '@pawprint/protocol';
import { type ReactNode, useState } from 'react';
import { client } from '../../api/client.ts';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { onDemand } from '../../design/on-demand.tsx';
import { type RowSelection, type Selected, useRowSelection } from '../../design/row-selection.ts';
import { ClearSelection, SelectionToolbar } from '../../design/selection-toolbar.tsx';
import text from '../../design/text.module.css';
import type { SelectedFiles } from '../../operations/operation-plan.ts';
import { useRight } from '../../sharing/rights.tsx';
import styles from './file-selection.module.css';

const ChangeFilesDialog = onDemand(
  async () => (await import('../change-files-dialog.tsx')).ChangeFilesDialog,
);

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
  const [change, setChange] = useState<Change | null>(null);
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
          <SelectedActions {...props} count={count} onSelectAll={selectAll} onChange={setChange} />
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

interface SelectedActionsProps extends Omit<SelectionBarProps, 'children'> {
  readonly count: number;
  readonly onSelectAll: () => void;
  readonly onChange: (change: Change) => void;
}

type Change = 'tag_files' | 'move_files' | 'delete_files';

const SelectedActions = (props: SelectedActionsProps) => {
  const { datasetId, selection, total, count, onSubmit, onSelectAll, onChange } = props;
  const canSubmit = useRight('submit');
  const canChange = useRight('change');
  const files = filesOf(selection.selected);
  return (
    <>
      <output>
        <b className={text.bold}>{formatCount(count)} selected</b>
      </output>
      {'ids' in files && count < total ? (
        <button type="button" className={text.link} onClick={onSelectAll}>
          Select all {formatCount(total)}
        </button>
      ) : null}
      <span className={layout.fill} />
      <span className={styles.actions}>
        {canChange ? (
          <>
            <Button size="xs" leftSection={<Icon name="trash" />} onClick={() => onChange('delete_files')}>
              Delete
            </Button>
            <Button size="xs" leftSection={<Icon name="folder" />} onClick={() => onChange('move_files')}>
              Move
            </Button>
            <Button size="xs" leftSection={<Icon name="tag" />} onClick={() => onChange('tag_files')}>
              Tag
            </Button>
          </>
        ) : null}
        <DownloadZip datasetId={datasetId} files={files} />
        {canSubmit ? (
          <Button size="xs" variant="filled" leftSection={<Icon name="play" />} onClick={onSubmit}>
            Submit
          </Button>
        ) : null}
      </span>
      <ClearSelection onClear={selection.clear} />
    </>
  );
};

/** Their ids have to fit into an address. */
const MOST_IN_ADDRESS = 200;

const DownloadZip = ({ datasetId, files }: { readonly datasetId: string; readonly files: SelectedFiles }) => {
  const label = 'Download zip';
  const icon = <Icon name="download" />;
  if ('ids' in files && files.ids.length > MOST_IN_ADDRESS)
    return (
      <Button
        size="xs"
        disabled
        leftSection={icon}
        title={`Up to ${MOST_IN_ADDRESS} files chosen one by one, or all that a filter finds.`}
      >
        {label}
      </Button>
    );
  const query = 'ids' in files ? { ids: files.ids.join(',') } : files.filter;
  return (
    <Button
      size="xs"
      component="a"
      leftSection={icon}
      href={client.url('downloadDatasetFiles', { params: { id: datasetId }, query })}
      download
    >
      {label}
    </Button>
  );
};
