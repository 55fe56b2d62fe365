import { INELIGIBILITIES } from '@pawprint/core';
import { z } from 'zod';
import { Id, IdParams, limit, Person, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { ResourceRef } from './job.ts';
import { JobFilterQuery } from './job-queries.ts';

const Count = z.number().int().nonnegative();

const OPERATION_KINDS = [
  'cancel',
  'resubmit',
  'remove_outputs',
  'run_missing',
  'tag_files',
  'delete_files',
  'move_files',
] as const;
const OPERATION_STATES = ['running', 'finished', 'stopped'] as const;

const Ineligibility = z.enum(INELIGIBILITIES);

/** What an operation would do, without doing it. */
export const OperationPreview = z
  .object({
    eligible: Count.meta({ description: 'jobs, or files, that it would act on' }),
    not_eligible: z.array(
      z.object({ reason: Ineligibility, text: z.string(), count: z.number().int().positive() }),
    ),
    sample: z
      .array(z.object({ job_id: Id.nullable(), extractor: z.string().nullable(), resource: ResourceRef }))
      .meta({
        description:
          'the first few that are eligible; `job_id` is null where it submits new jobs, both are where it changes files',
      }),
    outputs: z
      .object({ metadata: Count, previews: Count, files: Count, tags: Count })
      .optional()
      .meta({ description: 'what it would remove, where it removes what jobs made' }),
  })
  .meta({ id: 'OperationPreview' });
export type OperationPreview = z.infer<typeof OperationPreview>;

/** An operation as lists have it: the jobs to which nothing was done are only counted. */
export const ListedOperation = z
  .object({
    extractor: z
      .string()
      .nullable()
      .meta({ description: 'null where it was not requested for the jobs of one extractor' }),
    dataset_id: Id.nullable().meta({ description: 'null where it was not requested for one dataset' }),
    id: Id,
    kind: z.enum(OPERATION_KINDS),
    state: z.enum(OPERATION_STATES),
    requested_by: Person.nullable(),
    requested_at: Time,
    finished_at: Time.nullable(),
    done: Count.meta({ description: 'how many were dealt with, the failed ones included' }),
    of: Count,
    failed_count: Count,
    reason: z.string().nullable().meta({ description: 'why it was stopped' }),
    waits: z
      .object({ extractor: z.string(), jobs: Count, text: z.string() })
      .nullable()
      .meta({ description: 'it submits nothing while so many jobs of operations wait for this extractor' }),
  })
  .meta({ id: 'ListedOperation' });
export type ListedOperation = z.infer<typeof ListedOperation>;

/** One act on many jobs. The server carries it on in the background, also after a restart. */
export const Operation = ListedOperation.extend({
  failed: z
    .array(z.object({ id: Id, reason: Ineligibility, text: z.string() }))
    .meta({ description: 'jobs, or files, that had changed before their turn came; the first 100' }),
}).meta({ id: 'Operation' });
export type Operation = z.infer<typeof Operation>;

const DryRun = z
  .boolean()
  .default(false)
  .meta({ description: 'only count what would be done: answers 200 with an OperationPreview' });

const OperationAnswer = z.union([Operation, OperationPreview]);

/** Unknown names are refused: a condition that is misspelt would otherwise select more jobs than meant. */
const JobFilterBody = z
  .strictObject(JobFilterQuery.shape)
  .refine(
    (filter) => Object.values(filter).some((value) => value !== undefined),
    'Give a condition at least.',
  );

const ONE_SELECTION = 'Give either `filter` or `ids`.';

const hasOneSelection = ({ filter, ids }: { filter?: unknown; ids?: unknown }): boolean =>
  (filter === undefined) !== (ids === undefined);

const JobSelection = z.object({
  filter: JobFilterBody.optional().meta({ description: 'as the list of jobs takes it' }),
  ids: z.array(Id).min(1).max(10_000).optional(),
  dry_run: DryRun,
});

export const operationContracts = {
  cancelJobs: {
    tag: 'operations',
    summary: 'Cancel many jobs, or count which',
    body: JobSelection.refine(hasOneSelection, ONE_SELECTION),
    status: 202,
    answer: OperationAnswer,
  },
  resubmitJobs: {
    tag: 'operations',
    summary: 'Resubmit many ended jobs, or count which; of a job resubmitted before, only the newest',
    body: JobSelection.extend({
      parameters: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'default: those of each job' }),
      latest_only: z
        .boolean()
        .default(false)
        .meta({ description: 'of each extractor on a file or dataset, no job but the latest' }),
    }).refine(hasOneSelection, ONE_SELECTION),
    status: 202,
    answer: OperationAnswer,
  },
  removeOutputs: {
    tag: 'operations',
    summary: 'Remove for good what ended jobs made (metadata, previews, files, tags), or count it',
    body: JobSelection.refine(hasOneSelection, ONE_SELECTION),
    status: 202,
    answer: OperationAnswer,
  },
  runMissing: {
    tag: 'operations',
    summary: 'Run an extractor on the files that it has not done, or count them',
    params: z.object({ name: z.string() }),
    body: z.object({
      dataset_id: Id.optional().meta({ description: 'default: all files' }),
      file_ids: z.array(Id).min(1).max(10_000).optional().meta({ description: 'only these of the files' }),
      since_version: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'what an older version did is run again' }),
      include_unknown: z
        .boolean()
        .default(false)
        .meta({ description: 'with `since_version`: what an unknown version did is run again too' }),
      dry_run: DryRun,
    }),
    status: 202,
    answer: OperationAnswer,
  },
  listOperations: {
    tag: 'operations',
    summary: 'List your operations (administrators: all): those that run, then the others, newest first',
    query: z.object({
      ended_since: z.iso
        .datetime({ offset: true })
        .optional()
        .meta({ description: 'leaves out those that ended before' }),
      limit: limit(200, 50),
      cursor: z.string().max(80).optional(),
    }),
    answer: z.object({ items: z.array(ListedOperation), next: z.string().nullable() }),
  },
  showOperation: {
    tag: 'operations',
    summary: 'Show how far an operation is',
    params: IdParams,
    answer: Operation,
  },
  streamOperation: {
    tag: 'operations',
    summary: 'Follow an operation as Server-Sent Events (`event: operation`) until it has ended',
    params: IdParams,
  },
  stopOperation: {
    tag: 'operations',
    summary: 'Stop an operation; what it has done stays',
    params: IdParams,
    answer: Operation,
  },
} satisfies RouteContracts;
