import { ActionIcon } from '@mantine/core';
import type { DatasetFile } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { formatBytes } from '../../design/bytes.ts';
import { Icon } from '../../design/icon.tsx';
import { Time } from '../../design/time.tsx';
import { Thumb } from '../thumb.tsx';
import { StateDots } from './state-dots.tsx';

interface FileRowProps {
  readonly file: DatasetFile;
  /** 1 is the first of the whole list, drawn or not. */
  readonly place: number;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
  readonly onDelete: (file: DatasetFile) => void;
}

const Name = ({ file }: { readonly file: DatasetFile }) => (
  <span className="file-name">
    <Thumb thumbnail={file.thumbnail} type={file.contentType} />
    <span className="grow">
      <Link className="b trunc" data-row-open to="/files/$id" params={{ id: file.id }} title={file.filename}>
        {file.filename}
      </Link>
      <small className="only-phone">
        {formatBytes(file.size_bytes)} · <Time at={file.created_at} inWords />
      </small>
    </span>
  </span>
);

/** A person, or the job whose extractor made the file. */
const By = ({ file }: { readonly file: DatasetFile }) => {
  if (!file.made_by_job) return file.uploaded_by?.name ?? 'unknown';
  return (
    <Link to="/jobs/$id" params={{ id: file.made_by_job }}>
      an extractor
    </Link>
  );
};

export const FileRow = ({ file, place, selected, onSelect, onDelete }: FileRowProps) => (
  <tr data-row tabIndex={-1} aria-rowindex={place + 1} data-selected={selected || undefined}>
    <td>
      <label className="file-tick">
        <input
          type="checkbox"
          aria-label={`Select ${file.filename}`}
          checked={selected}
          onChange={() => onSelect(file.id)}
        />
      </label>
    </td>
    <td>
      <Name file={file} />
    </td>
    <td className="trunc only-wide" title={file.contentType}>
      {file.contentType}
    </td>
    <td className="num only-wide">{formatBytes(file.size_bytes)}</td>
    <td className="only-wide">
      <Time at={file.created_at} />
    </td>
    <td className="trunc only-wide">
      <By file={file} />
    </td>
    <td>
      <StateDots jobs={file.latest_jobs ?? []} />
    </td>
    <td>
      <ActionIcon
        aria-label={`Delete ${file.filename}`}
        title={`Delete ${file.filename}`}
        onClick={() => onDelete(file)}
      >
        <Icon name="trash" />
      </ActionIcon>
    </td>
  </tr>
);
