import { FAILURE_KINDS, JOB_STATES } from '@pawprint/core';
import { z } from 'zod';
import { Id, IdParams, limit, Person, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { JobReason } from './reason.ts';

const Count = z.number().int().nonnegative();

const FailureKind = z.enum(FAILURE_KINDS).meta({
  id: 'FailureKind',
  description: '`unroutable`: it waits, and could not be sent to its extractor',
});

/** Jobs that need attention for the same reason. */
export const FailureGroup = z
  .object({
    id: Id.meta({ description: '`failure:ID` as the query of the list of jobs selects its jobs' }),
    kind: FailureKind,
    extractor: z.string(),
    version: z.string().nullable().meta({ description: 'null where it is not known' }),
    message: z
      .string()
      .meta({ description: 'the line that says what happened, of the error or reason of the newest job' }),
    latest_job_id: Id.nullable(),
    jobs: Count,
    files: Count,
    files_are_least: z
      .boolean()
      .meta({ description: 'there may be more: only the newest 200 jobs are read' }),
    datasets: Count,
    hours: z.array(Count).meta({ description: 'jobs in each of the last 12 hours, the current one last' }),
    first_seen_at: Time,
    last_seen_at: Time,
    known: z
      .object({ by: Person.nullable(), at: Time })
      .nullable()
      .meta({ description: 'an operator has marked it: it needs no attention. Other versions still do' }),
    note: z.object({ text: z.string(), by: Person.nullable(), at: Time }).nullable(),
  })
  .meta({ id: 'FailureGroup' });
export type FailureGroup = z.infer<typeof FailureGroup>;

export const FailureDetails = FailureGroup.extend({
  trace: z
    .string()
    .meta({ description: 'the whole error or reason of the newest job; of a very long one the beginning' }),
  versions: z
    .array(z.object({ id: Id, version: z.string().nullable(), jobs: Count, last_seen_at: Time }))
    .meta({ description: 'all versions that fail in this way, latest first' }),
  types: z
    .array(z.object({ mime: z.string().nullable(), jobs: Count }))
    .meta({ description: 'of the newest 1,000 jobs, the most frequent first' }),
}).meta({ id: 'FailureDetails' });
export type FailureDetails = z.infer<typeof FailureDetails>;

/** A dataset with the number of its jobs in each state. */
export const DatasetSummary = z
  .object({
    id: Id,
    name: z.string(),
    files: Count,
    states: z.partialRecord(z.enum(JOB_STATES), z.number().int().positive()),
    changed_at: Time.meta({
      description: 'when it was created, its newest file was added, or its newest job was submitted',
    }),
  })
  .meta({ id: 'DatasetSummary' });
export type DatasetSummary = z.infer<typeof DatasetSummary>;

const WhichJobs = {
  submitted_by: Id.optional().meta({ description: 'a user id, or `me`' }),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: 'default: 7 days ago' }),
};

export const attentionContracts = {
  listFailures: {
    tag: 'attention',
    summary: 'List what needs attention: failed, lost, stalled and unroutable jobs, grouped by cause',
    query: z.object({ ...WhichJobs, limit: limit(200, 50) }),
    answer: z.object({
      counts: z.object({ failed: Count, lost: Count, stalled: Count, unroutable: Count }).meta({
        description:
          'jobs of failures that are not known; `unroutable` also counts those of `unattended` that are not paused',
      }),
      unattended: z
        .array(
          z.object({
            extractor: z.string(),
            reason: JobReason,
            jobs: Count,
            datasets: Count,
          }),
        )
        .meta({
          description:
            'extractors that have jobs waiting and nobody to start them, or the dispatch to which is paused (`reason.code` is `dispatch_paused`), most jobs first',
        }),
      groups: z.array(FailureGroup).meta({ description: 'the largest first, those that are known last' }),
      total: Count.meta({ description: 'how many groups there are' }),
      last_failure_at: Time.nullable().meta({ description: 'also of jobs that were resubmitted since' }),
    }),
  },
  showFailure: {
    tag: 'attention',
    summary: 'Show what jobs that need attention have in common',
    params: IdParams,
    query: z.object(WhichJobs),
    answer: FailureDetails,
  },
  reviewFailure: {
    tag: 'attention',
    summary: 'Mark a failure as known until another version fails, or write a note to it; operators',
    params: IdParams,
    body: z
      .object({
        known: z.boolean().optional(),
        note: z.string().trim().min(1).max(2_000).nullable().optional(),
      })
      .refine(({ known, note }) => known !== undefined || note !== undefined, 'Give `known` or `note`.'),
    answer: z.object({ status: z.literal('success') }),
  },
  listMyDatasets: {
    tag: 'attention',
    summary: 'List the datasets that you have created, latest changed first, with the states of their jobs',
    query: z.object({ limit: limit(50, 6) }),
    answer: z.object({ items: z.array(DatasetSummary) }),
  },
} satisfies RouteContracts;
