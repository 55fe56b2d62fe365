import { z } from 'zod';
import { FILE_STATES } from '../data/file-search.ts';
import { ExtractorRun } from '../extractors/statistics.ts';
import { Id, IdParams, limit, Ms, repeatable, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { JobState } from './job.ts';

const Count = z.number().int().nonnegative();

/** The latest job of an extractor on a file, or on the dataset itself. */
export const GridJob = z
  .object({
    job_id: Id,
    state: JobState,
    stalled: z.boolean(),
    elapsed_ms: Ms,
    attempts: Count,
    progress: z.number().nullable(),
    last_event_at: Time,
  })
  .meta({ id: 'GridJob' });
export type GridJob = z.infer<typeof GridJob>;

const GridColumn = z
  .object({
    extractor: z.string(),
    states: z.partialRecord(JobState, Count).meta({ description: 'how many latest jobs are in each state' }),
    not_run: Count.meta({ description: 'files that the extractor runs on, without a job of it' }),
    runs: z.boolean().meta({ description: 'false: it is switched off, or you do not see it' }),
  })
  .meta({ id: 'GridColumn' });
export type GridColumn = z.infer<typeof GridColumn>;

export const DatasetGrid = z
  .object({
    files: Count,
    columns: z.array(GridColumn).meta({
      description: 'the extractors that have a job here, or run on files of these types, by name',
    }),
    dataset_jobs: z
      .array(GridJob.extend({ extractor: z.string() }))
      .meta({ description: 'the latest job of each extractor on the dataset itself' }),
  })
  .meta({ id: 'DatasetGrid' });
export type DatasetGrid = z.infer<typeof DatasetGrid>;

const GridCell = z.union([GridJob, z.literal('not_run'), z.null()]).meta({
  id: 'GridCell',
  description: 'null: the extractor does not run on files of this type',
});
export type GridCell = z.infer<typeof GridCell>;

const GridFile = z
  .object({
    id: Id,
    name: z.string(),
    mime: z.string(),
    size_bytes: Count,
    cells: z.array(GridCell).meta({ description: 'one for each of `extractors`, in their order' }),
  })
  .meta({ id: 'GridFile' });
export type GridFile = z.infer<typeof GridFile>;

export const GridPage = z
  .object({
    extractors: z.array(z.string()),
    files: z.array(GridFile).meta({ description: 'newest first' }),
    total: Count.meta({ description: 'how many files meet the conditions' }),
  })
  .meta({ id: 'GridPage' });
export type GridPage = z.infer<typeof GridPage>;

export const datasetJobContracts = {
  showDatasetGrid: {
    tag: 'jobs',
    summary: "Count the latest jobs of each extractor on a dataset's files, by state",
    params: IdParams,
    answer: DatasetGrid,
  },
  listGridFiles: {
    tag: 'jobs',
    summary: "List a dataset's files with the latest job of each extractor, from any place of the list",
    params: IdParams,
    query: z.object({
      offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
      limit: limit(500, 35),
      until: Id.optional().meta({
        description: 'id of a file: leaves out newer ones, so that places in the list stay the same',
      }),
      state: repeatable(z.enum(FILE_STATES)).meta({
        description: 'only files with a latest job in one of these states; `NOT_RUN`: without one',
      }),
      extractor: z.string().max(256).optional().meta({ description: 'with `state`: looks at its jobs only' }),
      q: z.string().max(200).optional().meta({ description: 'part of the name' }),
    }),
    answer: GridPage,
  },
  listDatasetRuns: {
    tag: 'jobs',
    summary: 'A sample of the jobs of a dataset that waited or ran within a range',
    params: IdParams,
    query: z.object({
      since: z.iso
        .datetime({ offset: true })
        .optional()
        .meta({ description: 'default: when its first job was submitted' }),
      until: z.iso.datetime({ offset: true }).optional().meta({ description: 'default: now' }),
      newest: limit(500, 100),
      spread: z.coerce.number().int().min(0).max(250).default(0),
    }),
    answer: z.object({
      since: Time,
      until: Time,
      items: z.array(ExtractorRun).meta({ description: 'those that started last first' }),
      is_all: z.boolean().meta({ description: 'whether these are all jobs of the range' }),
    }),
  },
} satisfies RouteContracts;
