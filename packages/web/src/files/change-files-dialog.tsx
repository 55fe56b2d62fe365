import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DatasetSelect } from '../datasets/dataset-select.tsx';
import { formatCount } from '../design/count.ts';
import layout from '../design/layout.module.css';
import { OperationDialog } from '../operations/operation-dialog.tsx';
import type { FilesPlan, SelectedFiles } from '../operations/operation-plan.ts';
import { reloadFiles } from './list/live-file-list.ts';
import { useOfferMoveBack } from './move-back.ts';

interface ChangeFilesDialogProps {
  /** Null while it is closed. */
  readonly change: FilesPlan['kind'] | null;
  readonly datasetId: string;
  readonly files: SelectedFiles;
  /** "soil.csv": stands below the title. Default: how many are selected. */
  readonly where?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The files were changed, all or some. */
  readonly onEnded?: () => void;
}

/** Tags, moves or deletes files: what has to be chosen, what it would do, and then how far it is. */
export const ChangeFilesDialog = ({ change, ...props }: ChangeFilesDialogProps) => {
  // The dialog keeps its content while it closes.
  const [last, setLast] = useState(change);
  if (change !== null && change !== last) setLast(change);
  if (last === null) return null;
  if (last === 'tag_files') return <TagFiles key={last} {...props} />;
  return last === 'move_files' ? <MoveFiles key={last} {...props} /> : <DeleteFiles key={last} {...props} />;
};

type DialogProps = Omit<ChangeFilesDialogProps, 'change'>;

/** What all three have. The files stay the same while rows are selected or change behind the dialog. */
const useDialog = (
  { datasetId, files, where, opened, onClose, onEnded }: DialogProps,
  onOpen?: () => void,
) => {
  const queries = useQueryClient();
  const [planned, setPlanned] = useState(files);
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) {
      setPlanned(files);
      onOpen?.();
    }
  }
  return {
    planned: { datasetId, files: planned },
    dialog: {
      where: where ?? ('ids' in planned ? `${formatCount(planned.ids.length)} selected` : 'All that match'),
      opened,
      onClose,
      onEnded: () => {
        reloadFiles(queries, datasetId);
        onEnded?.();
      },
    },
  };
};

const DeleteFiles = (props: DialogProps) => {
  const { planned, dialog } = useDialog(props);
  return <OperationDialog {...dialog} kind="delete_files" plan={{ kind: 'delete_files', ...planned }} />;
};

const TYPING_MS = 300;

const TagFiles = (props: DialogProps) => {
  const { planned, dialog } = useDialog(props);
  const [tags, setTags] = useState({ add: '', remove: '' });
  const [typed] = useDebouncedValue(tags, TYPING_MS);
  const [add, remove] = [splitTags(typed.add), splitTags(typed.remove)];
  return (
    <OperationDialog
      {...dialog}
      kind="tag_files"
      plan={add.length + remove.length > 0 ? { kind: 'tag_files', add, remove, ...planned } : null}
      options={
        <div className={layout.stack}>
          <TextInput
            label="Tags to add"
            description="Separated by commas"
            data-autofocus
            value={tags.add}
            onChange={({ currentTarget: { value } }) => setTags({ ...tags, add: value })}
          />
          <TextInput
            label="Tags to remove"
            description="Separated by commas"
            value={tags.remove}
            onChange={({ currentTarget: { value } }) => setTags({ ...tags, remove: value })}
          />
        </div>
      }
    />
  );
};

const splitTags = (text: string): readonly string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

const MoveFiles = (props: DialogProps) => {
  const [to, setTo] = useState<Dataset | null>(null);
  // The field for it is empty when the dialog opens again.
  const { planned, dialog } = useDialog(props, () => setTo(null));
  const offerMoveBack = useOfferMoveBack();
  return (
    <OperationDialog
      {...dialog}
      kind="move_files"
      plan={to && { kind: 'move_files', to: to.id, ...planned }}
      onLeft={(operation) => to && offerMoveBack(operation, to)}
      options={
        <DatasetSelect
          label="To the dataset"
          description="You need the right to change it."
          except={planned.datasetId}
          enabled={dialog.opened}
          onChange={setTo}
        />
      }
    />
  );
};
