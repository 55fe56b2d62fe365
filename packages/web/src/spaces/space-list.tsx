import { Button } from '@mantine/core';
import type { Space } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell, Lines } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { PagedFoot } from '../design/paged-foot.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { nameOfRole } from './roles.ts';
import styles from './space-list.module.css';
import { spaceListQuery } from './space-queries.ts';

/** The spaces that this person sees, by name. */
export const SpaceList = ({ onCreate }: { readonly onCreate: () => void }) => {
  const list = useInfiniteQuery(spaceListQuery);
  const { error, refetch } = list;
  const spaces = list.data?.pages.flat();
  return (
    <Panel aria-label="Spaces" className={styles.list}>
      {spaces && spaces.length > 0 ? (
        <>
          <SpaceTable spaces={spaces} />
          <PagedFoot count={spaces.length} noun="space" order="first" list={list} />
        </>
      ) : null}
      {spaces && spaces.length === 0 ? <NoSpaces onCreate={onCreate} /> : null}
      {!spaces && error ? (
        <ErrorPanel what="The spaces could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!spaces && !error ? <LoadingRows what="spaces" height={48} rows={3} /> : null}
    </Panel>
  );
};

const NoSpaces = ({ onCreate }: { readonly onCreate: () => void }) => (
  <EmptyState
    icon="people"
    title="No spaces yet"
    action={
      <Button leftSection={<Icon name="plus" />} onClick={onCreate}>
        New space
      </Button>
    }
  >
    A space is for people who work on the same datasets. Create one, add its members, and share datasets with
    it: its members then see them, and can change them if you let them.
  </EmptyState>
);

const SpaceTable = ({ spaces }: { readonly spaces: readonly Space[] }) => (
  <DataTable twoLines>
    <thead>
      <tr>
        <HeadCell>Name</HeadCell>
        <HeadCell numeric>Members</HeadCell>
        <HeadCell numeric>Datasets</HeadCell>
        <HeadCell>Your role</HeadCell>
      </tr>
    </thead>
    <OpenableRows>
      {spaces.map((space) => (
        <tr key={space.id} data-row tabIndex={-1}>
          <Cell>
            <Lines>
              <Link
                className={clsx(text.bold, text.truncated)}
                data-row-open
                to="/spaces/$id"
                params={{ id: space.id }}
              >
                {space.name}
              </Link>
              {space.description ? (
                <small className={text.truncated} title={space.description}>
                  {space.description}
                </small>
              ) : null}
            </Lines>
          </Cell>
          <Cell numeric>{formatCount(space.member_count)}</Cell>
          <Cell numeric>{formatCount(space.dataset_count)}</Cell>
          <Cell>{nameOfRole(space.role)}</Cell>
        </tr>
      ))}
    </OpenableRows>
  </DataTable>
);
