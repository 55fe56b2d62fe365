import { Button } from '@mantine/core';
import type { Dataset, DatasetGrid } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { useCallback, useMemo, useState } from 'react';
import { countOf, formatCount } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelFoot } from '../../design/panel.tsx';
import { SearchField } from '../../design/search-field.tsx';
import text from '../../design/text.module.css';
import { Toolbar } from '../../design/toolbar.tsx';
import { statesIn } from '../../files/list/file-search.ts';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { type CellSelection, rectangleOf } from './cell-selection.ts';
import { ExtractorMenu, shownColumns } from './extractor-menu.tsx';
import type { GridFilter } from './grid-queries.ts';
import { cellStateLabel, hasOpenJobs } from './grid-states.ts';
import styles from './grid-tab.module.css';
import { GridTable } from './grid-table.tsx';
import type { SelectedArea } from './selected-lines.ts';
import { SelectionActions } from './selection-actions.tsx';
import { useDatasetGrid } from './use-dataset-grid.ts';
import { type GridLine, useGridRows } from './use-grid-rows.ts';

interface GridTabProps {
  readonly dataset: Pick<Dataset, 'id' | 'name' | 'file_count'>;
  /** Of the address. */
  readonly filter: GridFilter;
  /** Of the address: the extractors that are shown, which commas separate. Undefined: all. */
  readonly columns?: string | undefined;
}

/** The files of a dataset against the extractors, each cell the latest job. */
export const GridTab = ({ dataset, filter, columns }: GridTabProps) => {
  const grid = useDatasetGrid(dataset);
  if (grid.data && grid.data.columns.length > 0)
    return (
      <Grid
        key={JSON.stringify(filter)}
        dataset={dataset}
        filter={filter}
        grid={{ ...grid.data, columns: shownColumns(grid.data.columns, columns) }}
        extractors={grid.data.columns.map(({ extractor }) => extractor)}
      />
    );
  return (
    <Panel aria-label="Grid">
      {grid.data ? <NoCells files={grid.data.files} /> : null}
      {!grid.data && grid.error ? (
        <ErrorPanel
          what="The grid could not be loaded."
          error={grid.error}
          onRetry={() => void grid.refetch()}
        />
      ) : null}
      {!grid.data && !grid.error ? <LoadingRows what="the grid" rows={10} /> : null}
    </Panel>
  );
};

interface GridProps extends Omit<GridTabProps, 'columns'> {
  /** With the columns that are shown. */
  readonly grid: DatasetGrid;
  /** Of all columns. */
  readonly extractors: readonly string[];
}

const Grid = ({ dataset, filter, grid, extractors }: GridProps) => {
  const [selection, setSelection] = useSelection(grid);
  const [inSight, setInSight] = useState({ from: 0, to: 1 });
  const onSight = useCallback(
    (from: number, to: number) =>
      setInSight((before) => (before.from === from && before.to === to ? before : { from, to })),
    [],
  );
  const datasetLine = useMemo(() => (isFiltered(filter) ? null : lineOfDataset(grid)), [filter, grid]);
  const shift = datasetLine ? 1 : 0;
  const rows = useGridRows(
    dataset.id,
    filter,
    { from: Math.max(0, inSight.from - shift), to: inSight.to - shift },
    grid.files,
  );
  const count = (rows.total ?? 0) + shift;
  const area = selection && areaOf(selection, { dataset, filter, grid, datasetLine, until: rows.until });
  return (
    <>
      <Toolbar className={styles.toolbar}>
        {area ? (
          <SelectionActions area={area} onClear={() => setSelection(null)} />
        ) : (
          <FilterControls filter={filter} />
        )}
        <span className={layout.fill} />
        {rows.added > 0 ? (
          <Button size="xs" onClick={rows.showAdded}>
            {countOf(rows.added, 'new file')}
          </Button>
        ) : null}
        <ExtractorMenu extractors={extractors} shown={grid.columns.map(({ extractor }) => extractor)} />
        <LiveIndicator live={rows.live} pausable={false} active={hasOpenJobs(grid)} />
      </Toolbar>
      <Panel aria-label="Grid">
        {rows.error ? (
          <ErrorPanel what="The files could not be loaded." error={rows.error} onRetry={rows.retry} />
        ) : null}
        {rows.total === undefined && !rows.error ? <LoadingRows what="the files" rows={10} /> : null}
        {rows.total !== undefined && count === 0 ? <NoMatch /> : null}
        {rows.total !== undefined && count > 0 ? (
          <>
            <GridTable
              dataset={dataset}
              columns={grid.columns}
              rows={count}
              line={(row) => (datasetLine && row === 0 ? datasetLine : rows.row(row - shift))}
              selection={selection}
              onSelect={setSelection}
              onSight={onSight}
            />
            <Foot inSight={inSight} count={count} shift={shift} isFiltered={isFiltered(filter)} />
          </>
        ) : null}
      </Panel>
    </>
  );
};

/** Cells are selected by their places: with other columns none is. */
const useSelection = ({ columns }: DatasetGrid) => {
  const names = columns.map(({ extractor }) => extractor).join(',');
  const [selected, setSelected] = useState<{ readonly names: string; readonly cells: CellSelection } | null>(
    null,
  );
  const select = (cells: CellSelection | null): void => setSelected(cells && { names, cells });
  return [selected?.names === names ? selected.cells : null, select] as const;
};

interface AreaContext extends Omit<GridProps, 'extractors'>, Pick<SelectedArea, 'datasetLine' | 'until'> {}

const areaOf = (
  selection: CellSelection,
  { dataset, filter, grid, datasetLine, until }: AreaContext,
): SelectedArea => {
  const rectangle = rectangleOf(selection);
  const columns = grid.columns.slice(rectangle.left, rectangle.right + 1);
  return {
    rectangle,
    datasetId: dataset.id,
    datasetName: dataset.name,
    filter,
    until,
    extractors: columns.map(({ extractor }) => extractor),
    datasetLine,
  };
};

const isFiltered = ({ state, q }: GridFilter): boolean => statesIn(state).length > 0 || Boolean(q);

/** Null: no extractor has run on the dataset itself. */
const lineOfDataset = ({ dataset_jobs: jobs }: DatasetGrid): GridLine | null =>
  jobs.length === 0
    ? null
    : {
        file: null,
        cell: (extractor) => jobs.find((job) => job.extractor === extractor) ?? null,
      };

const FilterControls = ({ filter: { state, extractor, q = '' } }: Pick<GridTabProps, 'filter'>) => {
  const navigate = useNavigate();
  const states = statesIn(state);
  const change = (changed: object): void =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, ...changed })) as never,
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <span className={styles.search}>
        <SearchField
          q={q}
          label="Find a file"
          placeholder="Find a file"
          onSearch={(next) => change({ q: next || undefined })}
        />
      </span>
      {states.length === 0 ? null : (
        <Button
          size="xs"
          rightSection={<Icon name="x" />}
          title="Show all files"
          onClick={() => change({ state: undefined, extractor: undefined })}
        >
          {states.map(cellStateLabel).join(', ')}
          {extractor === undefined ? '' : ` in ${extractor}`}
        </Button>
      )}
    </>
  );
};

interface FootProps {
  readonly inSight: { readonly from: number; readonly to: number };
  readonly count: number;
  readonly shift: number;
  readonly isFiltered: boolean;
}

const Foot = ({ inSight, count, shift, isFiltered: isSome }: FootProps) => {
  const files = count - shift;
  const from = Math.max(1, inSight.from + 1 - shift);
  const to = Math.min(files, inSight.to - shift);
  return (
    <PanelFoot className={styles.foot}>
      <span>
        Files {formatCount(from)}–{formatCount(Math.max(from, to))} of {formatCount(files)}
        {isSome ? ' that match' : ''}
      </span>
      <span className={layout.fill} />
      <span className={clsx(styles.legend, layout.onlyWide)}>
        <span className={text.toned} data-tone="done">
          <Icon name="done" />
        </span>
        Done, with its elapsed time
      </span>
      <span className={text.dimmed}>×2 attempts</span>
      <span className={text.dimmed}>– does not apply</span>
      <span className={layout.onlyWide}>Shift and arrows, or a drag, select cells</span>
    </PanelFoot>
  );
};

const NoCells = ({ files }: { readonly files: number }) =>
  files === 0 ? (
    <EmptyState icon="table" title="No files yet">
      Upload files, and this grid shows which extractors have run on them.
    </EmptyState>
  ) : (
    <EmptyState icon="table" title="No extractor runs on these files">
      An extractor appears here when it runs on files of these types, or was submitted.
    </EmptyState>
  );

const NoMatch = () => (
  <EmptyState icon="search" title="No file matches">
    Remove the filter, or search for another name.
  </EmptyState>
);
