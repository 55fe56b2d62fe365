import { Button } from '@mantine/core';
import type { FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { formatBytes } from '../../design/bytes.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { fetchFirstText } from './first-text.ts';
import { NoPreview } from './no-preview.tsx';

/** The beginning of a text, as text and never as anything else. */
export const TextPreview = ({ file }: { readonly file: FileInfo }) => {
  const [wrapped, wrap] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: keys.fileText(file.id),
    queryFn: ({ signal }) => fetchFirstText(file.id, file.size_bytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data && error)
    return <ErrorPanel what="The file could not be read." error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton what="the preview" rows={4} height={24} />;
  if (data.is === 'binary') return <NoPreview />;
  return (
    <>
      <div className="preview-bar">
        <span className="dim grow">
          {data.whole ? 'The whole file' : `The first 64 kB of ${formatBytes(file.size_bytes)}`}
        </span>
        <Button size="xs" variant="subtle" aria-pressed={wrapped} onClick={() => wrap(!wrapped)}>
          {wrapped ? 'Keep long lines' : 'Wrap long lines'}
        </Button>
      </div>
      {/* A field that cannot be written in: it scrolls by keyboard, and whatever stands in it is only text. */}
      <textarea
        className="preview-text"
        aria-label="Text of the file"
        readOnly
        rows={20}
        wrap={wrapped ? 'soft' : 'off'}
        spellCheck={false}
        value={data.text === '' ? 'The file is empty.' : data.text}
      />
    </>
  );
};
