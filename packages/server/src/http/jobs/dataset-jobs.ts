import type { Instant } from '@pawprint/core';
import type { GridJob, GridCell as WireCell } from '@pawprint/protocol';
import { requireDataset } from '../../access/require-resource.ts';
import { extractorGrantOf } from '../../access/rights.ts';
import { type GridCell, readDatasetGrid, readGridPage } from '../../jobs/dataset-grid.ts';
import { refuse } from '../../model/refusal.ts';
import { type LatestCell, readFirstSubmission } from '../../store/jobs/dataset-grid.ts';
import { sampleDatasetJobs } from '../../store/jobs/sample-jobs.ts';
import { runToWire } from '../../wire/statistics.ts';
import { time } from '../../wire/time.ts';
import { type Handler, type Handlers, ok } from '../handler.ts';
import type { JobHandlerPorts } from './ports.ts';

export type DatasetJobRouteName = 'showDatasetGrid' | 'listGridFiles' | 'listDatasetRuns';

/** Whoever sees a dataset sees its jobs. */
export const datasetJobHandlers = (ports: JobHandlerPorts): Handlers<DatasetJobRouteName> => ({
  showDatasetGrid: async ({ params, caller }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const grid = await readDatasetGrid(ports.db, extractorGrantOf(caller, 'see'), dataset.id);
    const now = ports.now();
    return ok({
      files: grid.files,
      columns: grid.columns.map(({ notRun, ...column }) => ({ ...column, not_run: notRun })),
      dataset_jobs: grid.datasetJobs.map((cell) => ({ extractor: cell.extractor, ...jobToWire(cell, now) })),
    });
  },

  listGridFiles: async ({ params, query, caller }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const { state: states, ...request } = query;
    const grant = extractorGrantOf(caller, 'see');
    const page = await readGridPage(ports.db, grant, dataset.id, { ...request, states });
    const now = ports.now();
    return ok({
      extractors: [...page.extractors],
      total: page.total,
      files: page.files.map(({ id, name, mime, sizeBytes, cells }) => ({
        id,
        name,
        mime,
        size_bytes: sizeBytes,
        cells: cells.map((cell) => cellToWire(cell, now)),
      })),
    });
  },

  listDatasetRuns: listDatasetRunsHandler(ports),
});

const cellToWire = (cell: GridCell, now: Instant): WireCell =>
  cell === null || cell === 'not_run' ? cell : jobToWire(cell, now);

const jobToWire = (cell: LatestCell, now: Instant): GridJob => ({
  job_id: cell.jobId,
  state: cell.state,
  stalled: cell.isStalled,
  elapsed_ms: Math.max(0, (cell.finishedAt ?? now) - cell.submittedAt),
  attempts: cell.attempts,
  progress: cell.progress,
  last_event_at: time(cell.lastEventAt),
});

const listDatasetRunsHandler =
  (ports: JobHandlerPorts): Handler<'listDatasetRuns'> =>
  async ({ params, query, caller }) => {
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const now = ports.now();
    const until = query.until === undefined ? now : Date.parse(query.until);
    const since =
      query.since === undefined
        ? ((await readFirstSubmission(ports.db, dataset.id)) ?? until)
        : Date.parse(query.since);
    if (since > until) return refuse('bad_request', '`since` must be before `until`.');
    const range = {
      since: query.since === undefined ? undefined : since,
      until: query.until === undefined ? undefined : until,
    };
    const sample = { ...range, newest: query.newest, spread: query.spread };
    const { jobs, isAll } = await sampleDatasetJobs(ports.db, dataset.id, sample, now);
    return ok({
      since: time(since),
      until: time(until),
      items: jobs.map((view) => runToWire(view, now)),
      is_all: isAll,
    });
  };
