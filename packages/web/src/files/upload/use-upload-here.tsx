import { type ChangeEvent, type ReactNode, useRef } from 'react';
import type { Dropped } from './dropped-files.ts';
import type { UploadQueue } from './upload-queue.ts';
import { useUploads, useUploadsOf } from './uploads-context.tsx';
import { useFileDrop } from './use-file-drop.ts';

interface UploadHere {
  readonly uploads: UploadQueue;
  readonly held: boolean;
  readonly choose: () => void;
  /** Has to be drawn once: the browser's own file dialog hangs on it. */
  readonly input: ReactNode;
}

/** Everything a dataset's page needs to take files, dropped or chosen. */
export const useUploadHere = (datasetId: string): UploadHere => {
  const all = useUploads();
  const field = useRef<HTMLInputElement>(null);
  const onDrop = ({ files, folders }: Dropped): void => {
    all.add(datasetId, files);
    for (const name of folders)
      all.refuse(datasetId, name, 'a folder cannot be taken; drop the files in it instead');
  };
  const held = useFileDrop(onDrop);
  const onChosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    all.add(datasetId, [...(currentTarget.files ?? [])]);
    // So that the same file may be chosen once more.
    currentTarget.value = '';
  };
  const input = (
    <input ref={field} type="file" multiple hidden aria-label="Files to upload" onChange={onChosen} />
  );
  return { uploads: useUploadsOf(datasetId), held, choose: () => field.current?.click(), input };
};
