import { Button } from '@mantine/core';
import type { FileInfo, Preview } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { formatBytes } from '../../design/bytes.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { fileKind, isBrowserImage } from '../file-type.ts';
import { fetchFirstText } from './first-text.ts';
import styles from './preview-panel.module.css';

export const PreviewPanel = ({ file }: { readonly file: FileInfo }) => (
  <Panel className={styles.panel} id="preview" aria-label={`Preview of ${file.filename}`}>
    <Content file={file} />
  </Panel>
);

const INLINE = { disposition: 'inline' } as const;

const Content = ({ file }: { readonly file: FileInfo }) => {
  const choice = choosePreview(file);
  switch (choice.kind) {
    case 'pictures':
      return choice.previews.map(({ id, title, extractor }) => (
        <Picture
          key={id}
          src={client.url('downloadPreview', { params: { id }, query: INLINE })}
          alt={title || `Preview of ${file.filename}`}
          extractor={extractor}
        />
      ));
    case 'original':
      return (
        <Picture
          src={client.url('downloadFile', { params: { id: file.id }, query: INLINE })}
          alt={file.filename}
        />
      );
    case 'text':
      return <TextPreview file={file} />;
    case 'none':
      return <NoPreview />;
  }
};

/** A larger image is not loaded for a preview. */
const MAX_ORIGINAL_BYTES = 20_000_000;

type PreviewChoice =
  | { readonly kind: 'pictures'; readonly previews: readonly Preview[] }
  | { readonly kind: 'original' }
  | { readonly kind: 'text' }
  | { readonly kind: 'none' };

/** Pictures made by extractors come first, then the file itself if a browser can show it. */
const choosePreview = (file: FileInfo): PreviewChoice => {
  const pictures = file.previews.filter(({ contentType }) => isBrowserImage(contentType));
  if (pictures.length > 0) return { kind: 'pictures', previews: pictures };
  const mimeType = file['content-type'];
  if (isBrowserImage(mimeType) && file.size_bytes <= MAX_ORIGINAL_BYTES) return { kind: 'original' };
  return fileKind(mimeType) === 'text' ? { kind: 'text' } : { kind: 'none' };
};

interface PictureProps {
  readonly src: string;
  readonly alt: string;
  readonly extractor?: string | null;
}

const Picture = ({ src, alt, extractor = null }: PictureProps) => (
  <figure className={styles.picture}>
    <a href={src} target="_blank" rel="noreferrer" title="Open in full size">
      <img src={src} alt={alt} />
    </a>
    {extractor ? <figcaption className={text.dimmed}>made by {extractor}</figcaption> : null}
  </figure>
);

/** The first 64 kB of a text file, always as plain text. */
const TextPreview = ({ file }: { readonly file: FileInfo }) => {
  const [wrapped, setWrapped] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: keys.fileText(file.id),
    queryFn: ({ signal }) => fetchFirstText(file.id, file.size_bytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data && error)
    return <ErrorPanel what="The file could not be read." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="the preview" rows={4} height={24} />;
  if (data.kind === 'binary') return <NoPreview />;
  return (
    <>
      <div className={styles.toolbar}>
        <span className={clsx(text.dimmed, layout.fill)}>
          {data.whole ? 'The whole file' : `The first 64 kB of ${formatBytes(file.size_bytes)}`}
        </span>
        <Button size="xs" variant="subtle" aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
          {wrapped ? 'Keep long lines' : 'Wrap long lines'}
        </Button>
      </div>
      {/* A read-only field scrolls by keyboard, and shows nothing but plain text. */}
      <textarea
        className={styles.text}
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

const NoPreview = () => (
  <EmptyState icon="file" title="No preview">
    A browser cannot show this type, and no extractor has made a picture of it. Download the file to look at
    it.
  </EmptyState>
);
