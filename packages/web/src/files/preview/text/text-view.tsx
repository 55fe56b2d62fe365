import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keys } from '../../../api/query-keys.ts';
import { formatBytes } from '../../../design/bytes.ts';
import { countOf, formatCount } from '../../../design/count.ts';
import { ErrorPanel } from '../../../design/error-panel.tsx';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import { scaled } from '../../../design/scaled.ts';
import text from '../../../design/text.module.css';
import { NoPreview } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import type { Previewed } from '../previewed.ts';
import type { Token } from './highlight.ts';
import { languageOf } from './languages.ts';
import { countLines } from './page-index.ts';
import { readText } from './read-text.ts';
import { hasEnd } from './text-pages.ts';
import styles from './text-view.module.css';
import { type ShownRow, type TextPages, useLastPage, useRowTexts, useTextPages } from './use-text-pages.ts';

/** The text of a file of any size, with numbers of lines. It is read as the reader scrolls, or from its end. */
export const TextView = ({ of }: { readonly of: Previewed }) => {
  const [wrapped, setWrapped] = useState(false);
  const [isAtEnd, setAtEnd] = useState(false);
  const fromStart = useTextPages(of);
  const lastPage = useLastPage(of, fromStart.encoding, isAtEnd);
  if (fromStart.isBinary) return <NoPreview />;
  if (of.bytes.size === 0) return <p className={styles.empty}>The file is empty.</p>;
  const pages = isAtEnd ? lastPage : fromStart;
  return (
    <>
      {fromStart.rowCount > 0 ? (
        <InPreviewBar>
          <span className={text.dimmed}>{isAtEnd ? describeEnd(pages, of) : describe(pages, of)}</span>
          {/* What has been scrolled through has its end. */}
          {hasEnd(of.bytes) && !fromStart.isWhole ? (
            <Button size="xs" variant="subtle" onClick={() => setAtEnd(!isAtEnd)}>
              {isAtEnd ? 'Show the beginning' : 'Show the end'}
            </Button>
          ) : null}
          <Button size="xs" variant="subtle" aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
            {wrapped ? 'Keep long lines' : 'Wrap long lines'}
          </Button>
        </InPreviewBar>
      ) : null}
      {pages.rowCount > 0 ? (
        // Rows are measured anew, once they have another height.
        <Rows key={`${wrapped} ${isAtEnd}`} of={of} pages={pages} isAtEnd={isAtEnd} wrapped={wrapped} />
      ) : null}
      {pages.error ? (
        <ErrorPanel
          what={pages.rowCount > 0 ? 'The rest could not be read.' : 'The file could not be read.'}
          error={pages.error}
          onRetry={pages.retry}
        />
      ) : null}
      {pages.rowCount === 0 && !pages.error ? <LoadingRows what="the text" rows={12} height={20} /> : null}
    </>
  );
};

const describeEnd = ({ pages }: TextPages, { bytes }: Previewed): string =>
  pages[0] ? `The last ${formatBytes(bytes.size - pages[0].start)} of ${formatBytes(bytes.size)}` : '';

const describe = ({ pages, encoding, isWhole, isCut, rowCount }: TextPages, { bytes }: Previewed): string => {
  const lines = countOf(countLines(pages), 'line');
  const size = formatBytes(bytes.size);
  const named = encoding && encoding !== 'utf-8' ? `, ${encoding.toUpperCase()}` : '';
  if (isCut) return `The first ${formatCount(rowCount)} rows of ${size}. Download the file for the rest.`;
  return isWhole ? `${lines}${named}` : `${size}${named}, ${lines} read so far`;
};

const ROW_PX = 20;
/** The next page is read when this many rows are left before the end. */
const ROWS_BEFORE_END = 200;
/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0 };

interface RowsProps {
  readonly of: Previewed;
  readonly pages: TextPages;
  /** They are the end of the text, and are scrolled to theirs. */
  readonly isAtEnd: boolean;
  readonly wrapped: boolean;
}

const Rows = ({ of, pages: { pages, rowCount, loadMore }, isAtEnd, wrapped }: RowsProps) => {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => scaled(ROW_PX),
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const rowAt = useRowTexts(of, pages, first?.index ?? 0, (last?.index ?? 0) + 1);
  const tokens = useTokens(of, rowCount);
  const isNearEnd = (last?.index ?? 0) >= rowCount - ROWS_BEFORE_END;
  useEffect(() => {
    if (isNearEnd) loadMore?.();
  }, [isNearEnd, loadMore]);
  useLayoutEffect(() => {
    if (isAtEnd) virtualizer.scrollToIndex(rowCount - 1, { align: 'end' });
  }, [isAtEnd, rowCount, virtualizer]);
  useLayoutEffect(() => {
    if (wrapped) for (const row of content.current?.children ?? []) virtualizer.measureElement(row);
  });
  return (
    <section
      {...SCROLLABLE}
      ref={scroller}
      className={clsx(styles.text, wrapped && styles.wrapped)}
      aria-label={`Text of ${of.name}`}
    >
      <div
        ref={content}
        style={{
          paddingTop: first?.start ?? 0,
          paddingBottom: virtualizer.getTotalSize() - (last?.end ?? 0),
        }}
      >
        {items.map(({ index, key }) => (
          <Row
            key={key}
            index={index}
            row={rowAt(index)}
            tokens={tokens?.[index]}
            digits={String(countLines(pages)).length}
          />
        ))}
      </div>
    </section>
  );
};

/** Colouring a larger text would hold up the page. */
const MOST_COLOURED_BYTES = 262_144;

/** The coloured lines of a source; undefined where a text has no language, or lines that need several rows. */
const useTokens = ({ key, name, mimeType, bytes }: Previewed, rowCount: number) => {
  const language = languageOf(name, mimeType);
  const { data } = useQuery({
    queryKey: keys.preview(key, 'tokens'),
    queryFn: async ({ signal }) => {
      const read = await readText(bytes, MOST_COLOURED_BYTES, signal);
      if (read === null || language === undefined) return null;
      const { highlight } = await import('./highlight.ts');
      return highlight(read.text.replaceAll('\r\n', '\n'), language);
    },
    enabled: language !== undefined && bytes.size <= MOST_COLOURED_BYTES,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // A text that ends with a line feed has an empty line after it.
  return data && data.length - rowCount <= 1 && data.length >= rowCount ? data : undefined;
};

interface RowProps {
  readonly index: number;
  readonly row: ShownRow | undefined;
  readonly tokens: readonly Token[] | undefined;
  /** Of the largest number. */
  readonly digits: number;
}

const Row = ({ index, row, tokens, digits }: RowProps) => (
  <div className={styles.row} data-index={index}>
    <span className={styles.number} style={{ minWidth: `${digits}ch` }} aria-hidden>
      {row?.number}
    </span>
    <code className={styles.code}>
      {tokens
        ? tokens.map((token, n) => (
            <span key={n} className={token.kind && styles[token.kind]}>
              {token.text}
            </span>
          ))
        : row?.text}
    </code>
  </div>
);
