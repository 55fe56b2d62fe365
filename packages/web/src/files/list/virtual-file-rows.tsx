import { useMediaQuery } from '@mantine/hooks';
import { useRef } from 'react';
import { Spacer, useRowsInSight } from '../../design/virtual-rows.tsx';
import { type FileListProps, FileRows } from './file-row.tsx';

interface VirtualFileRowsProps extends FileListProps {
  readonly onNearEnd?: (() => void) | undefined;
}

/** Renders only the rows in sight; empty rows of the same height stand for the others. */
export const VirtualFileRows = ({ onNearEnd, ...list }: VirtualFileRowsProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const rowHeight = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false }) ? 56 : 40;
  const { from, to, heightAbove, heightBelow } = useRowsInSight({
    body,
    count: list.files.length,
    rowHeight,
    onNearEnd,
  });
  return (
    <tbody ref={body}>
      <Spacer height={heightAbove} />
      <FileRows {...list} from={from} to={to} />
      <Spacer height={heightBelow} />
    </tbody>
  );
};
