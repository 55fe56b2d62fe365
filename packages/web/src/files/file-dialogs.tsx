import { useState } from 'react';
import { ChangeFilesDialog } from './change-files-dialog.tsx';
import { DeleteFileDialog } from './delete-file-dialog.tsx';

/** What can be done to one file in a dialog. */
export type FileAct = 'move' | 'delete';

interface FileDialogsProps {
  /** Null while none is open. */
  readonly file: { readonly id: string; readonly filename: string } | null;
  readonly act: FileAct | null;
  readonly datasetId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
  readonly onMoved?: () => void;
}

/** The dialogs for one file. */
export const FileDialogs = ({ file, act, datasetId, opened, onClose, ...after }: FileDialogsProps) => {
  // They keep their content while they close.
  const [last, setLast] = useState(file);
  if (file !== null && file !== last) setLast(file);
  if (last === null) return null;
  return (
    <>
      <ChangeFilesDialog
        key={`move ${last.id}`}
        change={act === 'move' ? 'move_files' : null}
        datasetId={datasetId}
        files={{ ids: [last.id] }}
        where={last.filename}
        opened={opened && act === 'move'}
        onClose={onClose}
        {...(after.onMoved && { onEnded: after.onMoved })}
      />
      <DeleteFileDialog
        file={last}
        datasetId={datasetId}
        opened={opened && act === 'delete'}
        onClose={onClose}
        onDeleted={after.onDeleted ?? onClose}
      />
    </>
  );
};
