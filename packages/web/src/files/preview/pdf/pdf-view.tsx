import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { keys } from '../../../api/query-keys.ts';
import { countOf } from '../../../design/count.ts';
import { ErrorPanel } from '../../../design/error-panel.tsx';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import text from '../../../design/text.module.css';
import { Broken, NoPreview } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import type { Previewed } from '../previewed.ts';
import { openPdf } from './pdf-document.ts';
import styles from './pdf-view.module.css';

/** The pages of a document; those in sight are read and drawn. */
export const PdfView = ({ of }: { readonly of: Previewed }) => {
  const { data, error, refetch } = useQuery({
    queryKey: keys.preview(of.key, 'pdf'),
    queryFn: () => openPdf(of.bytes),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  if (error)
    return <ErrorPanel what="The document could not be read." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="the document" rows={12} height={24} />;
  if (data.kind === 'broken') return <Broken what="document" reason={data.reason} />;
  if (data.kind === 'locked')
    return (
      <NoPreview>
        It needs a password. Download the file to open it with a program that asks for it.
      </NoPreview>
    );
  return (
    <>
      <InPreviewBar>
        <span className={text.dimmed}>{countOf(data.document.numPages, 'page')}</span>
      </InPreviewBar>
      <Pages name={of.name} document={data.document} />
    </>
  );
};

/** Of a page that is not drawn yet: as high as a sheet of A4. */
const USUAL_RATIO = Math.SQRT2;
const GAP_PX = 12;
/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0 };

interface PagesProps {
  readonly name: string;
  readonly document: PDFDocumentProxy;
}

const Pages = ({ name, document }: PagesProps) => {
  const scroller = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const most = (scroller.current?.clientWidth ?? 0) - 2 * GAP_PX;
    setWidth(Math.min(900, Math.max(200, most)));
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: width > 0 ? document.numPages : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => width * USUAL_RATIO,
    gap: GAP_PX,
    paddingStart: GAP_PX,
    paddingEnd: GAP_PX,
    overscan: 1,
  });
  const items = virtualizer.getVirtualItems();
  return (
    <section {...SCROLLABLE} ref={scroller} className={styles.pages} aria-label={`Pages of ${name}`}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => (
          <div
            key={index}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.page}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Page document={document} number={index + 1} width={width} />
          </div>
        ))}
      </div>
    </section>
  );
};

interface PageProps {
  readonly document: PDFDocumentProxy;
  readonly number: number;
  readonly width: number;
}

/** A larger drawing would fill the memory: a page may claim any size. */
const MOST_PIXELS = 8_000_000;
const MOST_LETTERS = 20_000;

const Page = ({ document, number, width }: PageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState<{ readonly height: number; readonly text: string } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    drawPage(document, number, width, canvas.current, stop.signal).then(
      (page) => (stop.signal.aborted ? undefined : setDrawn(page)),
      (error: Error) => (stop.signal.aborted ? undefined : setFailure(error.message)),
    );
    return () => stop.abort();
  }, [document, number, width]);
  if (failure !== null) return <Broken what="page" reason={failure} />;
  return (
    <>
      <canvas
        ref={canvas}
        className={styles.canvas}
        style={{ width, height: drawn?.height ?? width * USUAL_RATIO }}
        {...PICTURE}
        aria-label={`Page ${number}`}
      />
      {drawn?.text ? <p className={text.hidden}>{drawn.text}</p> : null}
    </>
  );
};

/** A canvas has no role of its own. */
const PICTURE = { role: 'img' };

const drawPage = async (
  document: PDFDocumentProxy,
  number: number,
  width: number,
  canvas: HTMLCanvasElement | null,
  signal: AbortSignal,
): Promise<{ readonly height: number; readonly text: string } | null> => {
  const page = await document.getPage(number);
  if (canvas === null || signal.aborted) return null;
  const whole = page.getViewport({ scale: 1 });
  const height = (width / whole.width) * whole.height;
  const sharp = Math.min(window.devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
  const viewport = page.getViewport({ scale: (width / whole.width) * sharp });
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  const drawing = page.render({ canvas, viewport });
  signal.addEventListener('abort', () => drawing.cancel(), { once: true });
  await drawing.promise;
  const { items } = await page.getTextContent();
  const words = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  return { height, text: words.slice(0, MOST_LETTERS) };
};
