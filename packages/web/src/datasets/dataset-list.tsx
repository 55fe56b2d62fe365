import { Button } from '@mantine/core';
import type { Dataset } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countOf } from '../design/count.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { datasetListQuery } from './dataset-queries.ts';
import { DatasetTable } from './dataset-table.tsx';
import './datasets.css';

const NothingYet = ({ onCreate }: { readonly onCreate: () => void }) => (
  <EmptyState
    icon="folder"
    title="No datasets yet"
    action={
      <Button leftSection={<Icon name="plus" />} onClick={onCreate}>
        New dataset
      </Button>
    }
  >
    A dataset holds files that belong together. Create one, then drop files on it: the extractors that know
    their type start by themselves.
  </EmptyState>
);

const NothingFound = ({ q }: { readonly q: string }) => (
  <EmptyState
    icon="search"
    title="No dataset has this in its name"
    action={
      <Link className="l" to="/datasets">
        Show all datasets
      </Link>
    }
  >
    Nothing was found for “{q}”. Try fewer letters.
  </EmptyState>
);

interface MoreProps {
  readonly shown: number;
  readonly loading: boolean;
  readonly onMore?: (() => void) | undefined;
}

const More = ({ shown, loading, onMore }: MoreProps) => (
  <div className="more">
    <span>{onMore ? `The newest ${shown}` : countOf(shown, 'dataset')}</span>
    {onMore ? (
      <Button size="xs" style={{ marginLeft: 'auto' }} onClick={onMore} aria-disabled={loading}>
        {loading ? 'Loading…' : 'Load more'}
      </Button>
    ) : null}
  </div>
);

const Empty = ({ q, onCreate }: DatasetListProps) =>
  q ? <NothingFound q={q} /> : <NothingYet onCreate={onCreate} />;

interface DatasetListProps {
  readonly q: string;
  readonly onCreate: () => void;
}

export const DatasetList = ({ q, onCreate }: DatasetListProps) => {
  const list = useInfiniteQuery(datasetListQuery(q));
  const datasets: readonly Dataset[] = list.data?.pages.flat() ?? [];
  return (
    <section className="panel" aria-label="Datasets">
      {list.isPending ? <Skeleton what="datasets" height={44} /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The datasets could not be loaded."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && datasets.length === 0 ? <Empty q={q} onCreate={onCreate} /> : null}
      {datasets.length > 0 ? (
        <>
          <DatasetTable datasets={datasets} />
          <More
            shown={datasets.length}
            loading={list.isFetchingNextPage}
            onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
          />
        </>
      ) : null}
    </section>
  );
};
