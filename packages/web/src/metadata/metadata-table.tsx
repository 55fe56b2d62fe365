import { Button, MultiSelect } from '@mantine/core';
import type { MetadataKey, MetadataRow } from '@pawprint/protocol';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { client } from '../api/client.ts';
import { countOf, formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { PagedFoot } from '../design/paged-foot.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import { SearchField } from '../design/search-field.tsx';
import { ariaSort, SortButton } from '../design/sort-button.tsx';
import text from '../design/text.module.css';
import styles from './metadata-table.module.css';
import {
  metadataKeysQuery,
  metadataTableQuery,
  type TableRequest,
  type TableView,
  tableRequest,
} from './table-query.ts';

interface MetadataTableProps {
  readonly datasetId: string;
  readonly view: TableView;
  readonly onChange: (change: Partial<TableView>) => void;
}

/** The metadata of a dataset's files: a row for each file, and chosen keys as columns. */
export const MetadataTable = ({ datasetId, ...rest }: MetadataTableProps) => {
  const { data, error, refetch } = useQuery(metadataKeysQuery(datasetId));
  if (data?.length === 0) return null;
  return (
    <Panel aria-label="Metadata of the files">
      <PanelHead>
        <h2>Metadata of the files</h2>
      </PanelHead>
      {data ? (
        <Table datasetId={datasetId} known={data} {...rest} />
      ) : error ? (
        <ErrorPanel
          what="The metadata of the files could not be loaded."
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <LoadingRows what="the metadata of the files" rows={6} />
      )}
    </Panel>
  );
};

const MOST_COLUMNS = 50;

interface TableProps extends MetadataTableProps {
  readonly known: readonly MetadataKey[];
}

const Table = ({ datasetId, known, view, onChange }: TableProps) => {
  const names = known.map(({ key }) => key);
  const request = tableRequest(view, names);
  return (
    <>
      <div className={styles.toolbar}>
        <div className={layout.fill}>
          <SearchField
            q={view.where}
            wide
            label="Only files with such metadata"
            placeholder="Only files with, for instance, lines>1000"
            onSearch={(where) => onChange({ where })}
          />
        </div>
        <Button
          size="xs"
          component="a"
          leftSection={<Icon name="download" />}
          href={client.url('exportMetadataTable', { params: { id: datasetId }, query: request })}
        >
          CSV
        </Button>
      </div>
      <Columns known={known} chosen={request.column} onChoose={(columns) => onChange({ columns })} />
      <Page datasetId={datasetId} known={known} request={request} sort={view.sort} onChange={onChange} />
    </>
  );
};

interface ColumnsProps {
  readonly known: readonly MetadataKey[];
  readonly chosen: readonly string[];
  readonly onChoose: (columns: readonly string[]) => void;
}

const Columns = ({ known, chosen, onChoose }: ColumnsProps) => (
  <MultiSelect
    className={styles.columns}
    aria-label="Columns"
    placeholder="Add a column"
    searchable
    hidePickedOptions
    maxValues={MOST_COLUMNS}
    limit={100}
    data={known.map(({ key, files }) => ({ value: key, label: `${key} (${countOf(files, 'file')})` }))}
    value={[...chosen]}
    renderPill={({ value, onRemove }) => (
      <span className={styles.column}>
        {value}
        <button type="button" aria-label={`Remove the column ${value}`} onClick={onRemove}>
          <Icon name="x" />
        </button>
      </span>
    )}
    onChange={onChoose}
  />
);

interface PageProps extends Pick<TableProps, 'datasetId' | 'known' | 'onChange'> {
  readonly request: TableRequest;
  readonly sort: string;
}

const Page = ({ datasetId, known, request, sort, onChange }: PageProps) => {
  const list = useInfiniteQuery(metadataTableQuery(datasetId, request));
  const rows = list.data?.pages.flatMap((page) => page.rows);
  if (!rows)
    return list.error ? (
      <ErrorPanel
        what="The table could not be loaded."
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    ) : (
      <LoadingRows what="the table" rows={6} />
    );
  if (rows.length === 0)
    return (
      <EmptyState icon="table" title="No file has such metadata">
        Change what files have to have, or leave it out.
      </EmptyState>
    );
  return (
    <>
      <Rows
        known={known}
        columns={request.column}
        rows={rows}
        sort={sort}
        onSort={(next) => onChange({ sort: next })}
      />
      <PagedFoot count={rows.length} noun="file" order="first" list={list} />
    </>
  );
};

interface RowsProps {
  readonly known: readonly MetadataKey[];
  readonly columns: readonly string[];
  readonly rows: readonly MetadataRow[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

const Rows = ({ known, columns, rows, sort, onSort }: RowsProps) => {
  const numeric = new Set(known.filter(({ kind }) => kind === 'number').map(({ key }) => key));
  return (
    <DataTable scrolls>
      <thead>
        <tr>
          <HeadCell aria-sort={ariaSort(['', '-'], sort)}>
            <SortButton label="File" sorts={['', '-']} sort={sort} onSort={onSort} />
          </HeadCell>
          {columns.map((key) => (
            <HeadCell
              key={key}
              className={styles.key}
              title={key}
              numeric={numeric.has(key)}
              aria-sort={ariaSort(sortsOf(key), sort)}
            >
              <SortButton label={key} sorts={sortsOf(key)} sort={sort} onSort={onSort} />
            </HeadCell>
          ))}
        </tr>
      </thead>
      <OpenableRows>
        {rows.map(({ file, values }) => (
          <tr key={file.id} data-row data-key={file.id} tabIndex={-1}>
            <Cell>
              <Link
                className={clsx(text.bold, styles.file)}
                data-row-open
                to="/files/$id"
                params={{ id: file.id }}
                search={{ tab: 'metadata' }}
              >
                {file.name}
              </Link>
            </Cell>
            {columns.map((key) => (
              <Cell key={key} numeric={numeric.has(key)}>
                <span className={styles.value} title={values[key]?.join(', ')}>
                  {values[key]?.map(numeric.has(key) ? groupDigits : (value) => value).join(', ') ?? ''}
                </span>
              </Cell>
            ))}
          </tr>
        ))}
      </OpenableRows>
    </DataTable>
  );
};

const sortsOf = (key: string): [string, string] => [key, `-${key}`];

/** Of a whole number; others stay as they are written. */
const groupDigits = (value: string): string =>
  /^-?\d{5,15}$/.test(value) ? formatCount(Number(value)) : value;
