import { Tabs } from '@mantine/core';
import type { FileInfo, Preview } from '@pawprint/protocol';
import { useMemo } from 'react';
import { Panel } from '../../design/panel.tsx';
import { CountTag } from '../../design/tag.tsx';
import { FileView } from './file-view.tsx';
import { OutputViews } from './output-views.tsx';
import styles from './preview-panel.module.css';
import { previewedFile } from './previewed.ts';
import { viewsOf } from './views.ts';

/** What a file shows by itself, and beside it what each extractor made to show it. */
export const PreviewPanel = ({ file }: { readonly file: FileInfo }) => {
  const own = useMemo(() => previewedFile(file), [file]);
  const makers = useMemo(() => byMaker(file.previews), [file.previews]);
  return (
    <Panel className={styles.panel} id="preview" aria-label={`Preview of ${file.filename}`}>
      {makers.length === 0 ? (
        <FileView of={own} />
      ) : (
        // Of a file that a browser cannot show, what extractors made comes first.
        <Tabs defaultValue={viewsOf(own).length > 0 ? FILE : tabOf(makers[0])} activateTabWithKeyboard>
          <Tabs.List aria-label="Previews">
            <Tabs.Tab value={FILE}>File</Tabs.Tab>
            {makers.map((maker) => (
              <Tabs.Tab
                key={tabOf(maker)}
                value={tabOf(maker)}
                rightSection={
                  maker.previews.length > 1 ? <CountTag count={maker.previews.length} /> : undefined
                }
              >
                {maker.extractor ?? 'Uploaded'}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={FILE}>
            <FileView of={own} />
          </Tabs.Panel>
          {makers.map((maker) => (
            <Tabs.Panel key={tabOf(maker)} value={tabOf(maker)}>
              <OutputViews previews={maker.previews} />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Panel>
  );
};

const FILE = 'file';

interface Maker {
  /** Null for what people uploaded as a preview. */
  readonly extractor: string | null;
  readonly previews: readonly Preview[];
}

const byMaker = (previews: readonly Preview[]): readonly Maker[] => {
  const made = new Map<string | null, Preview[]>();
  for (const preview of previews) {
    const others = made.get(preview.extractor);
    if (others) others.push(preview);
    else made.set(preview.extractor, [preview]);
  }
  return [...made].map(([extractor, of]) => ({ extractor, previews: of }));
};

/** Without spaces, since it becomes a part of ids that other elements name. */
const tabOf = (maker: Maker | undefined): string =>
  maker ? `by-${encodeURIComponent(maker.extractor ?? '')}` : FILE;
