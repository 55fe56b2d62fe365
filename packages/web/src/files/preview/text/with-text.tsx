import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keys } from '../../../api/query-keys.ts';
import { ErrorPanel } from '../../../design/error-panel.tsx';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import { NoPreview } from '../no-preview.tsx';
import type { Previewed } from '../previewed.ts';
import { type ReadText, readText } from './read-text.ts';

interface WithTextProps {
  readonly of: Previewed;
  /** Of a larger file only its beginning is read. */
  readonly mostBytes: number;
  readonly children: (text: ReadText) => ReactNode;
}

/** For views that need a text at once. */
export const WithText = ({ of, mostBytes, children }: WithTextProps) => {
  const { data, error, refetch } = useQuery({
    queryKey: keys.preview(of.key, `text ${mostBytes}`),
    queryFn: ({ signal }) => readText(of.bytes, mostBytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === null) return <NoPreview />;
  if (data) return children(data);
  if (error)
    return <ErrorPanel what="The file could not be read." error={error} onRetry={() => void refetch()} />;
  return <LoadingRows what="the preview" rows={12} height={24} />;
};
