import { Button, VisuallyHidden } from '@mantine/core';
import type { AuditEntry } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { PagedFoot } from '../design/paged-foot.tsx';
import { Panel } from '../design/panel.tsx';
import { AuditFilter } from './audit-filter.tsx';
import { type AuditSearch, auditQuery } from './audit-query.ts';
import { AuditRow } from './audit-row.tsx';

interface AuditListProps {
  readonly search: AuditSearch;
  readonly onSearch: (search: AuditSearch) => void;
}

/** Who did what, newest first. */
export const AuditList = ({ search, onSearch }: AuditListProps) => {
  const list = useInfiniteQuery(auditQuery(search));
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <AuditFilter
        search={search}
        personName={entries.find(({ person }) => person?.id === search.person)?.person?.name}
        subjectName={entries.find(({ subject }) => subject === search.subject)?.subject_name ?? undefined}
        onSearch={onSearch}
      />
      <Panel aria-label="Audit">
        {list.isPending ? <LoadingRows what="the audit log" /> : null}
        {list.isError && !list.data ? (
          <ErrorPanel
            what="The audit log could not be loaded."
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : null}
        {list.data && entries.length === 0 ? <NoEntries search={search} onSearch={onSearch} /> : null}
        {entries.length > 0 ? (
          <>
            <EntryTable entries={entries} search={search} onSearch={onSearch} />
            <PagedFoot count={entries.length} noun="act" order="newest" list={list} />
          </>
        ) : null}
      </Panel>
    </>
  );
};

const NoEntries = ({ search, onSearch }: AuditListProps) =>
  Object.values(search).some((value) => value !== undefined) ? (
    <EmptyState
      icon="search"
      title="No matching entries"
      action={<Button onClick={() => onSearch({})}>Show everything</Button>}
    >
      Nothing was recorded that matches this filter.
    </EmptyState>
  ) : (
    <EmptyState icon="book" title="Nothing recorded yet">
      Sign-ins, keys, sharing, roles, deletions and what operators do are recorded here.
    </EmptyState>
  );

interface EntryTableProps extends AuditListProps {
  readonly entries: readonly AuditEntry[];
}

const EntryTable = ({ entries, search, onSearch }: EntryTableProps) => (
  <DataTable stacked scrolls>
    <thead>
      <tr>
        <HeadCell>Time</HeadCell>
        <HeadCell>What happened</HeadCell>
        <HeadCell>From</HeadCell>
        <HeadCell>
          <VisuallyHidden>Filter</VisuallyHidden>
        </HeadCell>
      </tr>
    </thead>
    <OpenableRows>
      {entries.map((entry) => (
        <AuditRow
          key={entry.id}
          entry={entry}
          onPerson={(person) => onSearch({ ...search, person })}
          onSubject={(subject) => onSearch({ ...search, subject })}
        />
      ))}
    </OpenableRows>
  </DataTable>
);
