import { z } from 'zod';
import { Id, IdParams, limit, repeatable } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Operation, OperationPreview } from '../jobs/operation.ts';
import { DatasetFile } from './file.ts';
import { FILE_SORTS, FILE_STATES } from './file-search.ts';

const Count = z.number().int().nonnegative();
const Bytes = z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const FileState = z.enum(FILE_STATES);

/** Files pass every condition that is given; of several values of one condition, one has to be true. */
const filterFields = {
  q: z.string().max(300).optional().meta({ description: 'part of the name, in any case' }),
  type: repeatable(z.string().min(1).max(200)).meta({ description: 'MIME types; `image/*` for all images' }),
  state: repeatable(FileState).meta({
    description: 'of the latest job of an extractor, or `NOT_RUN`: it has no job',
  }),
  extractor: repeatable(z.string().min(1).max(512)).meta({
    description: 'only its jobs count for `state`; without `state`, files that it has a job on',
  }),
  min_bytes: Bytes.optional(),
  max_bytes: Bytes.optional(),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: 'added before this time' }),
};

export const FileFilterQuery = z.object(filterFields);

/** Unknown names are refused: a condition that is misspelt would otherwise select more files than meant. */
const FileFilterBody = z.strictObject(filterFields);
export type FileFilterBody = z.infer<typeof FileFilterBody>;

const Selection = z.object({
  filter: FileFilterBody.optional().meta({ description: 'as the list takes it; `{}` for all files' }),
  ids: z.array(Id).min(1).max(10_000).optional(),
  dry_run: z
    .boolean()
    .default(false)
    .meta({ description: 'only count what would be done: answers 200 with an OperationPreview' }),
});

const ONE_SELECTION = 'Give either `filter` or `ids`.';

const hasOneSelection = (body: { filter?: unknown; ids?: unknown; moved_by?: unknown }): boolean =>
  [body.filter, body.ids, body.moved_by].filter((selection) => selection !== undefined).length === 1;

const Tags = z.array(z.string().trim().min(1).max(200)).max(100).default([]);

const OperationAnswer = z.union([Operation, OperationPreview]);

/** The files of one dataset: found, counted, and changed many at once. */
export const findFilesContracts = {
  findDatasetFiles: {
    tag: 'files',
    summary: 'Find files of a dataset, sorted and in pages',
    params: IdParams,
    query: FileFilterQuery.extend({
      sort: z.enum(FILE_SORTS).default('-created_at').meta({
        description: '`state`: what failed first, then what is lost, running, waiting, done, not run',
      }),
      limit: limit(1_000, 40),
      cursor: z.string().max(2_000).optional(),
      include: z.literal('jobs').optional().meta({ description: 'adds `latest_jobs`' }),
    }),
    answer: z.object({ items: z.array(DatasetFile), next: z.string().nullable() }),
  },
  countDatasetFiles: {
    tag: 'files',
    summary: 'Count the files of a dataset that a filter finds, by type and state',
    params: IdParams,
    query: FileFilterQuery,
    answer: z.object({
      total: Count,
      size_bytes: Count,
      types: z
        .array(z.object({ type: z.string(), count: Count }))
        .meta({ description: 'without the condition on the type, most files first' }),
      states: z.array(z.object({ state: FileState, count: Count })).meta({
        description: 'without the condition on the state; a file counts for each state of its latest jobs',
      }),
      extractors: z.array(z.string()).meta({ description: 'with jobs in the dataset' }),
    }),
  },
  downloadDatasetFiles: {
    tag: 'files',
    summary: 'Download files of a dataset as one zip archive: all that a filter finds, or those named',
    params: IdParams,
    query: FileFilterQuery.extend({
      ids: z.string().max(8_000).optional().meta({ description: 'ids separated by commas' }),
    }),
  },
  tagDatasetFiles: {
    tag: 'operations',
    summary: 'Add tags to many files of a dataset and remove tags from them, or count which',
    params: IdParams,
    body: Selection.extend({ add: Tags, remove: Tags })
      .refine(hasOneSelection, ONE_SELECTION)
      .refine(({ add, remove }) => add.length + remove.length > 0, 'Give tags to add or to remove.'),
    status: 202,
    answer: OperationAnswer,
  },
  deleteDatasetFiles: {
    tag: 'operations',
    summary: 'Delete many files of a dataset, or count which; their jobs are kept',
    params: IdParams,
    body: Selection.refine(hasOneSelection, ONE_SELECTION),
    status: 202,
    answer: OperationAnswer,
  },
  moveDatasetFiles: {
    tag: 'operations',
    summary: 'Move many files of a dataset to another one, with their jobs and outputs, or count which',
    params: IdParams,
    body: Selection.extend({
      to: Id.meta({ description: 'the other dataset, which you have to be able to change' }),
      moved_by: Id.optional().meta({
        description:
          'in place of `filter` and `ids`: what this operation of yours has moved into the dataset and is still there',
      }),
    }).refine(hasOneSelection, 'Give one of `filter`, `ids` and `moved_by`.'),
    status: 202,
    answer: OperationAnswer,
  },
} satisfies RouteContracts;
