import type { DatasetFile } from '@pawprint/protocol';
import clsx from 'clsx';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { InPlaceField } from '../../design/in-place-field.tsx';
import text from '../../design/text.module.css';
import { Thumbnail } from '../thumbnail.tsx';
import { useEditFile } from '../use-edit-file.ts';
import styles from './new-name.module.css';

interface NewNameProps {
  readonly file: DatasetFile;
  readonly datasetId: string;
  readonly onEnd: () => void;
}

/** The name of a file in its row, while it is changed. The row gets the focus that the field had. */
export const NewName = ({ file, datasetId, onEnd }: NewNameProps) => {
  const save = useEditFile(file.id, datasetId);
  const place = useRef<HTMLSpanElement>(null);
  const end = (hadFocus: boolean): void => {
    const row = place.current?.closest<HTMLElement>('[data-row]');
    flushSync(onEnd);
    if (hadFocus) row?.focus();
  };
  return (
    <span className={styles.place} ref={place}>
      <Thumbnail thumbnail={file.thumbnail} mimeType={file.contentType} />
      <span className={clsx(styles.name, text.bold)}>
        <InPlaceField
          label={`Name of ${file.filename}`}
          text={file.filename}
          needed="A file needs a name."
          onSave={(name) => save({ name })}
          onEnd={end}
        />
      </span>
    </span>
  );
};
