import clsx from 'clsx';
import { type FocusEvent, useRef, useState } from 'react';
import type { ResourceKey } from '../../api/query-keys.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { focusedRow } from '../../keyboard/rows.ts';
import { useRight } from '../../sharing/rights.tsx';
import { ExtractionsToolbar } from './extractions-toolbar.tsx';
import { ExtractorHeads } from './extractor-row.tsx';
import { TreeContext } from './row-parts.tsx';
import styles from './tree.module.css';
import { MOST_PLAIN_ROWS, TreeBody } from './tree-body.tsx';
import { TREEGRID } from './tree-keyboard.ts';
import { preloadOpenedRows, type RowFocus } from './tree-row.tsx';
import { type Tree, useTree } from './use-tree.ts';

/** The jobs of a file or a dataset by extractor, with their attempts and events, live. */
export const ExtractionsTab = ({ resource }: { readonly resource: ResourceKey }) => {
  const list = useRef<HTMLDivElement>(null);
  const tree = useTree(resource, list);
  return (
    <section aria-label="Extractions">
      <ExtractionsToolbar resource={resource} tree={tree} />
      <div ref={list}>
        <Content tree={tree} type={resource.type} />
      </div>
    </section>
  );
};

interface ContentProps {
  readonly tree: Tree;
  readonly type: ResourceKey['type'];
}

const Content = ({ tree, type }: ContentProps) => {
  const { state, error, reload } = tree.data;
  if (state && tree.rows.length > 0) return <TreeTable tree={tree} type={type} />;
  return (
    <Panel>
      {state && state.groups.size > 0 ? (
        <NoMatches onShowAll={tree.showAll} />
      ) : state ? (
        <NoJobs type={type} />
      ) : error ? (
        <ErrorPanel what="The extractions could not be loaded." error={error} onRetry={reload} />
      ) : (
        <LoadingRows what="extractions" height={41} rows={5} />
      )}
    </Panel>
  );
};

const NoJobs = ({ type }: Pick<ContentProps, 'type'>) => {
  const canSubmit = useRight('submit');
  const todo =
    type === 'file'
      ? 'Submit it to an extractor.'
      : 'Upload files, or submit the dataset or some of its files.';
  return (
    <EmptyState
      icon="play"
      title={type === 'file' ? 'No jobs on this file yet' : 'No jobs on this dataset or its files yet'}
    >
      {canSubmit ? todo : 'When an extractor runs on it, its jobs show here.'}
    </EmptyState>
  );
};

const NoMatches = ({ onShowAll }: { readonly onShowAll: () => void }) => (
  <EmptyState icon="search" title="Nothing matches">
    The search covers extractors, files, ids, people and messages of the jobs that are loaded here.{' '}
    <button type="button" className={text.link} onClick={onShowAll}>
      Show all
    </button>
  </EmptyState>
);

const TreeTable = ({ tree: { rows, actions }, type }: ContentProps) => {
  const [focus, setFocus] = useState<RowFocus>({ key: undefined, isInside: false });
  const watch = {
    // Whoever points at the tree or focuses it will probably open a row.
    onPointerEnter: preloadOpenedRows,
    onFocus: (): void => {
      preloadOpenedRows();
      setFocus({ key: focusedRow(document)?.dataset['key'], isInside: true });
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent): void => {
      if (!currentTarget.contains(relatedTarget)) setFocus({ ...focus, isInside: false });
    },
  };
  return (
    <TreeContext value={actions}>
      <table
        {...TREEGRID}
        {...watch}
        className={clsx(styles.tree, type === 'dataset' && styles.ofDataset)}
        aria-label="Extractions"
        aria-rowcount={rows.length > MOST_PLAIN_ROWS ? rows.length + 1 : undefined}
      >
        <thead>
          <ExtractorHeads ofDataset={type === 'dataset'} />
        </thead>
        <TreeBody rows={rows} focus={focus} />
      </table>
    </TreeContext>
  );
};
