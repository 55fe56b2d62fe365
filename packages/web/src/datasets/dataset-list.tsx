import { Button } from '@mantine/core';
import type { Dataset } from '@pawprint/protocol';
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { formatBytes } from '../design/bytes.ts';
import { countOf, formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { Panel, PanelFoot } from '../design/panel.tsx';
import { Tag } from '../design/tag.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './dataset-list.module.css';
import { datasetListQuery } from './dataset-queries.ts';

const TAGS_SHOWN = 3;

interface DatasetListProps {
  readonly q: string;
  readonly onCreate: () => void;
}

/** The datasets whose name has `q` in it, newest first, a page at a time. */
export const DatasetList = ({ q, onCreate }: DatasetListProps) => {
  const list = useInfiniteQuery(datasetListQuery(q));
  const datasets: readonly Dataset[] = list.data?.pages.flat() ?? [];
  return (
    <Panel aria-label="Datasets">
      {list.isPending ? <LoadingRows what="datasets" height={44} /> : null}
      {list.isError && !list.data ? (
        <ErrorPanel
          what="The datasets could not be loaded."
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && datasets.length === 0 ? <Empty q={q} onCreate={onCreate} /> : null}
      {datasets.length > 0 ? <DatasetRows datasets={datasets} list={list} /> : null}
    </Panel>
  );
};

const Empty = ({ q, onCreate }: DatasetListProps) =>
  q ? (
    <EmptyState
      icon="search"
      title="No matching datasets"
      action={
        <Link className={text.link} to="/datasets">
          Show all datasets
        </Link>
      }
    >
      No dataset has “{q}” in its name.
    </EmptyState>
  ) : (
    <EmptyState
      icon="folder"
      title="No datasets yet"
      action={
        <Button leftSection={<Icon name="plus" />} onClick={onCreate}>
          New dataset
        </Button>
      }
    >
      A dataset holds files of one subject. Create one, then drop files on it: the extractors for their types
      start by themselves.
    </EmptyState>
  );

interface DatasetRowsProps {
  readonly datasets: readonly Dataset[];
  /** Gives more of them. */
  readonly list: Pick<UseInfiniteQueryResult, 'isFetchingNextPage' | 'hasNextPage' | 'fetchNextPage'>;
}

/** A table of datasets, and below it how many of them it shows. */
export const DatasetRows = ({ datasets, list }: DatasetRowsProps) => (
  <>
    <DatasetTable datasets={datasets} />
    <Foot
      shown={datasets.length}
      loading={list.isFetchingNextPage}
      onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    />
  </>
);

interface FootProps {
  readonly shown: number;
  readonly loading: boolean;
  readonly onMore: (() => void) | undefined;
}

const Foot = ({ shown, loading, onMore }: FootProps) => (
  <PanelFoot>
    <span className={layout.fill}>{onMore ? `The newest ${shown}` : countOf(shown, 'dataset')}</span>
    {onMore ? (
      <Button size="xs" onClick={onMore} aria-disabled={loading}>
        {loading ? 'Loading…' : 'Load more'}
      </Button>
    ) : null}
  </PanelFoot>
);

const DatasetTable = ({ datasets }: { readonly datasets: readonly Dataset[] }) => (
  <DataTable className={styles.table}>
    <thead>
      <tr>
        <HeadCell className={styles.nameHead}>Name</HeadCell>
        <HeadCell numeric>Files</HeadCell>
        <HeadCell numeric onlyWide>
          Size
        </HeadCell>
        <HeadCell>Created</HeadCell>
        <HeadCell onlyWide>By</HeadCell>
      </tr>
    </thead>
    <OpenableRows>
      {datasets.map((dataset) => (
        <DatasetRow key={dataset.id} dataset={dataset} />
      ))}
    </OpenableRows>
  </DataTable>
);

const DatasetRow = ({ dataset }: { readonly dataset: Dataset }) => (
  <tr data-row tabIndex={-1}>
    <Cell className={styles.name}>
      <span className={layout.row}>
        <Link
          className={clsx(text.bold, text.truncated)}
          data-row-open
          to="/datasets/$id"
          params={{ id: dataset.id }}
        >
          {dataset.name}
        </Link>
        <Tags tags={dataset.tags} />
      </span>
    </Cell>
    <Cell numeric>{formatCount(dataset.file_count)}</Cell>
    <Cell numeric onlyWide>
      {formatBytes(dataset.size_bytes)}
    </Cell>
    <Cell>
      <Time at={dataset.created_at} inSentence />
    </Cell>
    <Cell truncated onlyWide className={styles.creator}>
      {dataset.created_by?.name ?? 'unknown'}
    </Cell>
  </tr>
);

const Tags = ({ tags }: { readonly tags: readonly string[] }) => (
  <span className={styles.tags}>
    {tags.slice(0, TAGS_SHOWN).map((tag) => (
      <Tag key={tag}>{tag}</Tag>
    ))}
    {tags.length > TAGS_SHOWN ? <Tag>+{tags.length - TAGS_SHOWN}</Tag> : null}
  </span>
);
