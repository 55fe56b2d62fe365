import { type ComponentType, type ReactNode, Suspense, useState } from 'react';
import { Chip } from '../../design/chip.tsx';
import { ChipGroup } from '../../design/chip-row.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { lazyPart } from '../../design/on-demand.tsx';
import text from '../../design/text.module.css';
import { NoPreview } from './no-preview.tsx';
import { PreviewBar } from './preview-bar.tsx';
import type { Previewed } from './previewed.ts';
import { type ViewName, viewsOf } from './views.ts';

/** One of the ways to look at a file, and a choice among them. The code of each loads when it is shown. */
export const FileView = ({ of }: { readonly of: Previewed }) => {
  const views = viewsOf(of);
  const [chosen, setChosen] = useState(views[0]);
  if (chosen === undefined) return <NoPreview />;
  const View = VIEWS[chosen];
  return (
    <PreviewBar
      ways={views.length > 1 ? <Ways views={views} chosen={chosen} onChoose={setChosen} /> : null}
      actions={opensInTab(of) ? <OpenInTab of={of} /> : null}
    >
      <Suspense fallback={<LoadingRows what="the preview" rows={12} height={24} />}>
        <View of={of} show={showInside} />
      </Suspense>
    </PreviewBar>
  );
};

/** For views of files that have files in them. */
const showInside = (of: Previewed): ReactNode => <FileView key={of.key} of={of} />;

interface ViewProps {
  readonly of: Previewed;
  readonly show: (of: Previewed) => ReactNode;
}

const view = lazyPart<ViewProps>;

const VIEWS: Readonly<Record<ViewName, ComponentType<ViewProps>>> = {
  picture: view(async () => (await import('./media/picture-view.tsx')).PictureView),
  player: view(async () => (await import('./media/player-view.tsx')).PlayerView),
  pdf: view(async () => (await import('./pdf/pdf-view.tsx')).PdfView),
  archive: view(async () => (await import('./archive/archive-view.tsx')).ArchiveView),
  unpacked: view(async () => (await import('./archive/gzip-view.tsx')).GzipView),
  table: view(async () => (await import('./table/table-view.tsx')).TableView),
  json: view(async () => (await import('./json/json-view.tsx')).JsonView),
  markdown: view(async () => (await import('./markdown/markdown-view.tsx')).MarkdownView),
  text: view(async () => (await import('./text/text-view.tsx')).TextView),
};

interface WaysProps {
  readonly views: readonly ViewName[];
  readonly chosen: ViewName;
  readonly onChoose: (view: ViewName) => void;
}

const Ways = ({ views, chosen, onChoose }: WaysProps) => (
  <ChipGroup label="Show as">
    {views.map((view) => (
      <Chip key={view} pressed={view === chosen} onClick={() => onChoose(view)}>
        {view === 'text' && views[0] !== 'table' && views[0] !== 'json' ? 'Source' : LABELS[view]}
      </Chip>
    ))}
  </ChipGroup>
);

const LABELS: Readonly<Record<ViewName, string>> = {
  picture: 'Picture',
  player: 'Player',
  pdf: 'Pages',
  archive: 'Content',
  unpacked: 'Unpacked',
  table: 'Table',
  json: 'Values',
  markdown: 'Rendered',
  text: 'Text',
};

/** The types that the server lets a browser show by themselves, in a sandbox; it sends others as downloads. */
const SHOWN_ALONE =
  /^(image\/(png|apng|jpeg|gif|webp|avif|bmp)|text\/(plain|csv|markdown|tab-separated-values))$/;

const opensInTab = ({ url, mimeType }: Previewed): boolean => url !== null && SHOWN_ALONE.test(mimeType);

const OpenInTab = ({ of: { url, name } }: { readonly of: Previewed }) => (
  <a
    className={text.link}
    href={url ?? undefined}
    target="_blank"
    rel="noreferrer"
    aria-label={`Open ${name} in a new tab`}
  >
    Open in new tab
  </a>
);
