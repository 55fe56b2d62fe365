import { useRef } from 'react';
import type { ResourceKey } from '../../api/query-keys.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { ExtractionsToolbar } from './extractions-toolbar.tsx';
import { ExtractorHeads } from './extractor-row.tsx';
import { NO_FILTER } from './filter.ts';
import { TreeContext } from './row-parts.tsx';
import styles from './tree.module.css';
import { MOST_PLAIN_ROWS, TreeBody } from './tree-body.tsx';
import { TREEGRID } from './tree-keyboard.ts';
import { preloadOpenedRows } from './tree-row.tsx';
import { type Tree, useTree } from './use-tree.ts';

/** The jobs of a file or a dataset by extractor, with their attempts and events, live. */
export const ExtractionsTab = ({ resource }: { readonly resource: ResourceKey }) => {
  const list = useRef<HTMLDivElement>(null);
  const tree = useTree(resource, list);
  return (
    <section aria-label="Extractions">
      <ExtractionsToolbar resource={resource} tree={tree} />
      <div ref={list}>
        <Content tree={tree} />
      </div>
    </section>
  );
};

const Content = ({ tree }: { readonly tree: Tree }) => {
  const { state, error, reload } = tree.data;
  if (state && tree.rows.length > 0) return <TreeTable tree={tree} />;
  return (
    <Panel>
      {state && state.groups.size > 0 ? (
        <NoMatches onShowAll={() => tree.setFilter(NO_FILTER)} />
      ) : state ? (
        <EmptyState icon="play" title="No extractor has run here yet">
          Upload a file, or submit one.
        </EmptyState>
      ) : error ? (
        <ErrorPanel what="The extractions could not be loaded." error={error} onRetry={reload} />
      ) : (
        <LoadingRows what="extractions" height={41} rows={5} />
      )}
    </Panel>
  );
};

const NoMatches = ({ onShowAll }: { readonly onShowAll: () => void }) => (
  <EmptyState icon="search" title="Nothing matches">
    The search covers extractors, ids, people and messages of the jobs that are loaded here.{' '}
    <button type="button" className={text.link} onClick={onShowAll}>
      Show all
    </button>
  </EmptyState>
);

/** Whoever points at the tree or focuses it will probably open a row. */
const PRELOADING = { onPointerEnter: preloadOpenedRows, onFocus: preloadOpenedRows };

const TreeTable = ({ tree: { rows, actions } }: { readonly tree: Tree }) => (
  <TreeContext value={actions}>
    <table
      {...TREEGRID}
      {...PRELOADING}
      className={styles.tree}
      aria-label="Extractions"
      aria-rowcount={rows.length > MOST_PLAIN_ROWS ? rows.length + 1 : undefined}
    >
      <thead>
        <ExtractorHeads />
      </thead>
      <TreeBody rows={rows} />
    </table>
  </TreeContext>
);
