import clsx from 'clsx';
import { type ChangeEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import text from '../../design/text.module.css';
import styles from './drop-zone.module.css';
import type { UploadQueue } from './upload-queue.ts';
import { useUploads, useUploadsOfDataset } from './use-uploads.ts';

export interface DropZoneProps {
  /** Files are being dragged over the window. */
  readonly dragging: boolean;
  readonly onChoose: () => void;
  readonly className?: string | undefined;
}

/** Says that files can be dropped. The whole window accepts them, not only this box. */
export const DropZone = ({ dragging, onChoose, className }: DropZoneProps) => (
  <div className={clsx(styles.zone, className)} data-dragging={dragging || undefined}>
    <Icon name="upload" />
    {dragging ? (
      <span>Drop to upload</span>
    ) : (
      <span>
        Drop files here or{' '}
        <button type="button" className={text.link} onClick={onChoose}>
          choose them
        </button>
      </span>
    )}
  </div>
);

interface DatasetUploads {
  readonly uploads: UploadQueue;
  readonly dragging: boolean;
  /** Opens the browser's dialog for files. */
  readonly choose: () => void;
  /** Has to be rendered once: the browser's dialog belongs to this field. */
  readonly input: ReactNode;
}

/**
 * Uploads files to a dataset, whether they are dropped on its page or chosen in the browser's dialog.
 *
 * @param accepts whether this person has the right to add files; without it the browser opens dropped files itself
 */
export const useDatasetUploads = (datasetId: string, accepts: boolean): DatasetUploads => {
  const { add, refuse } = useUploads();
  const field = useRef<HTMLInputElement>(null);
  const dragging = useFileDrop(accepts, ({ files, folders }) => {
    add(datasetId, files);
    for (const name of folders)
      refuse(datasetId, name, 'folders cannot be uploaded; drop the files in it instead');
  });
  const onChosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    add(datasetId, [...(currentTarget.files ?? [])]);
    // Otherwise choosing the same file again would not be a change.
    currentTarget.value = '';
  };
  const input = (
    <input ref={field} type="file" multiple hidden aria-label="Files to upload" onChange={onChosen} />
  );
  return { uploads: useUploadsOfDataset(datasetId), dragging, choose: () => field.current?.click(), input };
};

/**
 * Accepts files dropped anywhere on the window. Returns true while files are dragged over it. Elements inside the window
 * send their own enter and leave events, so the hook counts both.
 */
const useFileDrop = (accepts: boolean, onDrop: (items: DroppedItems) => void): boolean => {
  const [depth, setDepth] = useState(0);
  const handleDrop = useEffectEvent(onDrop);
  useEffect(() => {
    if (!accepts) return undefined;
    const changeDepth = (by: number) => (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) setDepth((before) => Math.max(0, before + by));
    };
    const onEnter = changeDepth(1);
    const onLeave = changeDepth(-1);
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event.dataTransfer)) event.preventDefault();
    };
    const onDropEvent = (event: DragEvent): void => {
      setDepth(0);
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      handleDrop(readItems(event.dataTransfer));
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDropEvent);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDropEvent);
    };
  }, [accepts]);
  return accepts && depth > 0;
};

interface DroppedItems {
  readonly files: readonly File[];
  /** Names of folders. Their files are not uploaded. */
  readonly folders: readonly string[];
}

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

/** Has to run inside the handler of the drop event: the browser empties the transfer afterwards. */
const readItems = (transfer: DataTransfer): DroppedItems => {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
};
