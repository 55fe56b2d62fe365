import { useMediaQuery } from '@mantine/hooks';
import type { DatasetFile } from '@pawprint/protocol';
import { useRef } from 'react';
import { FileRow } from './file-row.tsx';
import type { Selection } from './use-selection.ts';
import { useWindowRows } from './use-window-rows.ts';
import './file-table.css';

interface FileTableProps {
  readonly files: readonly DatasetFile[];
  readonly selection: Selection;
  readonly onNearEnd?: (() => void) | undefined;
  readonly onDelete: (file: DatasetFile) => void;
}

const Head = () => (
  <thead>
    <tr aria-rowindex={1}>
      <th scope="col" className="file-select">
        <span className="sr">Selected</span>
      </th>
      <th scope="col">File</th>
      <th scope="col" className="only-wide file-type">
        Type
      </th>
      <th scope="col" className="num only-wide file-size">
        Size
      </th>
      <th scope="col" className="only-wide file-when">
        Uploaded
      </th>
      <th scope="col" className="only-wide file-by">
        By
      </th>
      <th scope="col" className="file-dots">
        Extractors
      </th>
      <th scope="col" className="file-act">
        <span className="sr">Actions</span>
      </th>
    </tr>
  </thead>
);

/** Keeps the place of rows that are not drawn. */
const Space = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr className="file-space" aria-hidden="true" style={{ height }} /> : null;

export const FileTable = ({ files, selection, onNearEnd, onDelete }: FileTableProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const rowHeight = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false }) ? 56 : 40;
  const { rows, before, after } = useWindowRows({ body, count: files.length, rowHeight, onNearEnd });
  return (
    <table className="t file-table" aria-label="Files" aria-rowcount={files.length + 1}>
      <Head />
      <tbody ref={body}>
        <Space height={before} />
        {rows.map(({ index }) => {
          const file = files[index];
          return file ? (
            <FileRow
              key={file.id}
              file={file}
              place={index + 1}
              selected={selection.selected.has(file.id)}
              onSelect={selection.toggle}
              onDelete={onDelete}
            />
          ) : null;
        })}
        <Space height={after} />
      </tbody>
    </table>
  );
};
