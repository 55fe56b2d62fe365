import { useRef } from 'react';
import type { ResourceKey } from '../../api/query-keys.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { TreeContext, TreeHead } from './row-parts.tsx';
import { Toolbar } from './toolbar.tsx';
import { MOST_PLAIN_ROWS, TreeBody } from './tree-body.tsx';
import { TREEGRID } from './tree-keyboard.ts';
import { type Tree, useTree } from './use-tree.ts';
import '../events/events.css';
import './tree.css';
import './lines.css';
import './toolbar.css';

const TreeTable = ({ tree: { rows, actions } }: { readonly tree: Tree }) => (
  <TreeContext value={actions}>
    <table
      {...TREEGRID}
      className="tree"
      aria-label="Extractions"
      aria-rowcount={rows.length > MOST_PLAIN_ROWS ? rows.length + 1 : undefined}
    >
      <thead>
        <TreeHead />
      </thead>
      <TreeBody rows={rows} />
    </table>
  </TreeContext>
);

const NothingYet = () => (
  <div className="panel">
    <EmptyState icon="play" title="No extractor has run here yet">
      Upload a file, or submit one.
    </EmptyState>
  </div>
);

const NothingPasses = ({ tree }: { readonly tree: Tree }) => (
  <div className="panel">
    <EmptyState icon="search" title="Nothing matches">
      What is looked for is sought in extractors, ids, people and messages of the jobs loaded here.{' '}
      <button type="button" className="linkish" onClick={() => tree.setFilter({ state: null, find: '' })}>
        Show all
      </button>
    </EmptyState>
  </div>
);

const Content = ({ tree }: { readonly tree: Tree }) => {
  const { feed, rows } = tree;
  if (!feed.state && feed.error)
    return (
      <div className="panel">
        <ErrorPanel what="The extractions could not be loaded." error={feed.error} onRetry={feed.askAgain} />
      </div>
    );
  if (!feed.state)
    return (
      <div className="panel">
        <Skeleton what="extractions" height={41} rows={5} />
      </div>
    );
  if (feed.state.groups.size === 0) return <NothingYet />;
  return rows.length === 0 ? <NothingPasses tree={tree} /> : <TreeTable tree={tree} />;
};

/** Which extractors ran on a file or a dataset, when, for whom, and what they said: live. */
export const ExtractionsTab = ({ resource }: { readonly resource: ResourceKey }) => {
  const list = useRef<HTMLDivElement>(null);
  const tree = useTree(resource, list);
  return (
    <section aria-label="Extractions">
      <Toolbar tree={tree} />
      <div ref={list}>
        <Content tree={tree} />
      </div>
    </section>
  );
};
