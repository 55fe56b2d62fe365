import { isOffInSpaces, type JobState, wantsChange } from '@pawprint/core';
import type { ExtractorGrant } from '../model/grant.ts';
import type { Database } from '../store/database.ts';
import { readSpaceChoices, readTriggerCandidates } from '../store/extractors/find-extractors.ts';
import {
  countCells,
  type FileKind,
  type GridFileRow,
  type GridFilter,
  type LatestCell,
  listFileTypes,
  readCells,
  readGridFiles,
} from '../store/jobs/dataset-grid.ts';

/** An extractor with the latest jobs that it has on the files of a dataset. */
export interface GridColumn {
  readonly extractor: string;
  readonly states: Readonly<Partial<Record<JobState, number>>>;
  /** Files that it runs on, without a job of it. */
  readonly notRun: number;
  /** It gets jobs here. */
  readonly runs: boolean;
}

export interface DatasetGrid {
  readonly files: number;
  /** By name. */
  readonly columns: readonly GridColumn[];
  readonly datasetJobs: readonly LatestCell[];
}

/** @param grant the extractors that the reader sees: others are shown only where they have a job */
export const readDatasetGrid = async (
  db: Database,
  grant: ExtractorGrant,
  datasetId: string,
): Promise<DatasetGrid> => {
  const [triggers, counted, datasetJobs] = await Promise.all([
    readTriggers(db, grant, datasetId),
    countCells(db, datasetId),
    readCells(db, datasetId, [datasetId]),
  ]);
  const columns = new Map<string, { states: Partial<Record<JobState, number>>; notRun: number }>();
  const columnOf = (extractor: string) => {
    const column = columns.get(extractor) ?? { states: {}, notRun: 0 };
    columns.set(extractor, column);
    return column;
  };
  let allFiles = 0;
  for (const { cell, files, ...kind } of counted) {
    if (cell === null) {
      allFiles += files;
      for (const extractor of triggers.runningOn(kind)) columnOf(extractor).notRun += files;
      continue;
    }
    const column = columnOf(cell.extractor);
    column.states[cell.state] = (column.states[cell.state] ?? 0) + files;
    if (triggers.runningOn(kind).includes(cell.extractor)) column.notRun -= files;
  }
  for (const { extractor, state } of datasetJobs) {
    const { states } = columnOf(extractor);
    states[state] = (states[state] ?? 0) + 1;
  }
  return {
    files: allFiles,
    columns: [...columns]
      .map(([extractor, column]) => ({ extractor, ...column, runs: triggers.names.has(extractor) }))
      .sort((one, other) => compareNames(one.extractor, other.extractor)),
    datasetJobs,
  };
};

/** A job; or none yet; or null where the extractor does not run on the file. */
export type GridCell = LatestCell | 'not_run' | null;

export interface GridPage {
  readonly extractors: readonly string[];
  readonly files: readonly (GridFileRow & { readonly cells: readonly GridCell[] })[];
  readonly total: number;
}

export interface GridRequest extends Pick<GridFilter, 'until' | 'q'> {
  readonly states?: readonly (JobState | 'NOT_RUN')[] | undefined;
  /** The states are those of its jobs. */
  readonly extractor?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export const readGridPage = async (
  db: Database,
  grant: ExtractorGrant,
  datasetId: string,
  { offset, limit, ...request }: GridRequest,
): Promise<GridPage> => {
  const triggers = await readTriggers(db, grant, datasetId);
  const filter = await filterOf(db, datasetId, triggers, request);
  const { files, total } = await readGridFiles(db, datasetId, filter, { offset, limit });
  const cells = await readCells(
    db,
    datasetId,
    files.map(({ id }) => id),
  );
  const byPlace = new Map(cells.map((cell) => [placeOf(cell.resourceId, cell.extractor), cell]));
  const extractors = [
    ...new Set([...cells.map(({ extractor }) => extractor), ...files.flatMap(triggers.runningOn)]),
  ].sort(compareNames);
  return {
    extractors,
    total,
    files: files.map((file) => ({
      ...file,
      cells: extractors.map(
        (extractor) =>
          byPlace.get(placeOf(file.id, extractor)) ??
          (triggers.runningOn(file).includes(extractor) ? 'not_run' : null),
      ),
    })),
  };
};

const placeOf = (fileId: string, extractor: string): string => `${fileId} ${extractor}`;

const compareNames = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const filterOf = async (
  db: Database,
  datasetId: string,
  triggers: Triggers,
  { until, q, states = [], extractor }: Omit<GridRequest, 'offset' | 'limit'>,
): Promise<GridFilter> => {
  if (states.length === 0) return { until, q };
  const types = states.includes('NOT_RUN') ? await listFileTypes(db, datasetId) : [];
  const runningOn = (mime: string): readonly string[] =>
    triggers
      .runningOn({ mime, madeBy: null })
      .filter((name) => extractor === undefined || name === extractor);
  const missing = new Map(
    types.map((mime) => [mime, runningOn(mime)] as const).filter(([, names]) => names.length > 0),
  );
  const jobStates = states.filter((state) => state !== 'NOT_RUN');
  return { until, q, cells: { states: jobStates, extractor, missing } };
};

interface Triggers {
  readonly names: ReadonlySet<string>;
  /** The extractors that get a job for a new file of this kind. */
  readonly runningOn: (kind: FileKind) => readonly string[];
}

const readTriggers = async (db: Database, grant: ExtractorGrant, datasetId: string): Promise<Triggers> => {
  const [candidates, spaces] = await Promise.all([
    readTriggerCandidates(db, grant),
    readSpaceChoices(db, datasetId),
  ]);
  const available = candidates.filter(({ name, enabled }) => enabled && !isOffInSpaces(name, spaces));
  const known = new Map<string, readonly string[]>();
  return {
    names: new Set(available.map(({ name }) => name)),
    runningOn: ({ mime, madeBy }) => {
      const key = `${mime} ${madeBy ?? ''}`;
      const names =
        known.get(key) ??
        available
          .filter(
            ({ name, subscription }) =>
              name !== madeBy &&
              wantsChange(subscription, { subject: 'file', mimeType: mime, writtenBy: null }),
          )
          .map(({ name }) => name);
      known.set(key, names);
      return names;
    },
  };
};
