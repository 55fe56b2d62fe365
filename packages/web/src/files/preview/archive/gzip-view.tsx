import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keys } from '../../../api/query-keys.ts';
import { formatBytes } from '../../../design/bytes.ts';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import text from '../../../design/text.module.css';
import { Broken, NoPreview } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import { type ByteSource, bytesInMemory, type Previewed } from '../previewed.ts';
import { isShownWhole, typeByName } from './type-by-name.ts';

/** What is read of a packed file. A larger one may be made to fill the memory. */
const MOST_BYTES = 16_000_000;

interface GzipViewProps {
  readonly of: Previewed;
  /** Shows what is packed as what it is. */
  readonly show: (unpacked: Previewed) => ReactNode;
}

/** The beginning of what is packed in a file. */
export const GzipView = ({ of, show }: GzipViewProps) => {
  const { data, error } = useQuery({
    queryKey: keys.preview(of.key, 'unpacked'),
    queryFn: ({ signal }) => gunzip(of.bytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error) return <Broken what="file" reason={error.message} />;
  if (!data) return <LoadingRows what="the preview" rows={8} height={24} />;
  const name = of.name.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');
  const mimeType = typeByName(name);
  if (data.isCut && isShownWhole(mimeType))
    return (
      <NoPreview>
        It has more than {formatBytes(MOST_BYTES)} when it is unpacked. Download the file to look at it.
      </NoPreview>
    );
  return (
    <>
      <InPreviewBar>
        <span className={text.dimmed}>
          Unpacked{data.isCut ? `, the first ${formatBytes(MOST_BYTES)}` : ''}
        </span>
      </InPreviewBar>
      {show({ key: `${of.key} unpacked`, name, mimeType, url: null, bytes: data.bytes })}
    </>
  );
};

const READ_BYTES = 262_144;

/** Reads no more of the file than it needs to unpack so much. */
const gunzip = async (
  source: ByteSource,
  signal: AbortSignal,
): Promise<{ readonly bytes: ByteSource; readonly isCut: boolean }> => {
  let at = 0;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      controller.enqueue(await source.read(at, at + READ_BYTES, signal));
      at += READ_BYTES;
      if (at >= source.size) controller.close();
    },
  });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of packed.pipeThrough(new DecompressionStream('gzip'))) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop ends both streams.
    if (length > MOST_BYTES) break;
  }
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { bytes: bytesInMemory(bytes.slice(0, MOST_BYTES)), isCut: length > MOST_BYTES };
};
