import { z } from 'zod';
import { Id, IdParams, limit, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { JOB_SORTS } from './job-queries.ts';

/** A named query on jobs, with how its result is shown. */
export const JobView = z
  .object({
    id: Id,
    name: z.string(),
    query: z.string().meta({ description: 'as the list of jobs takes it; empty for all jobs' }),
    sort: z.enum(JOB_SORTS),
    columns: z
      .array(z.string())
      .nullable()
      .meta({ description: 'names of the columns of the page; null: those that the reader has chosen' }),
    shared: z
      .boolean()
      .meta({ description: 'with everybody who is signed in; they see their own jobs in it' }),
    owner: Person.nullable().meta({ description: 'null: the account was deleted' }),
    created_at: Time,
    changed_at: Time,
  })
  .meta({ id: 'JobView' });
export type JobView = z.infer<typeof JobView>;

const Name = z.string().trim().min(1).max(100);
const Query = z.string().trim().max(2_000);
const Columns = z.array(z.string().min(1).max(40)).max(30).nullable();

export const jobViewContracts = {
  listJobViews: {
    tag: 'jobs',
    summary: 'List saved views, by name: your own, then those that others share',
    query: z.object({
      q: z.string().max(100).optional().meta({ description: 'a part of the name, or of its owner’s' }),
      limit: limit(500, 200),
    }),
    answer: z.object({
      items: z.array(JobView),
      total: z.number().int().nonnegative().meta({ description: 'how many there are' }),
    }),
  },
  createJobView: {
    tag: 'jobs',
    summary: 'Save a query on jobs as a view',
    body: z.object({
      name: Name,
      query: Query.default(''),
      sort: z.enum(JOB_SORTS).default('-submitted_at'),
      columns: Columns.default(null),
      shared: z.boolean().default(false),
    }),
    status: 201,
    answer: JobView,
  },
  showJobView: {
    tag: 'jobs',
    summary: 'Show a saved view: your own, or one that is shared',
    params: IdParams,
    answer: JobView,
  },
  changeJobView: {
    tag: 'jobs',
    summary: 'Rename, share or change a saved view; its owner',
    params: IdParams,
    body: z
      .object({
        name: Name.optional(),
        query: Query.optional(),
        sort: z.enum(JOB_SORTS).optional(),
        columns: Columns.optional(),
        shared: z.boolean().optional(),
      })
      .refine((body) => Object.values(body).some((value) => value !== undefined), 'Say what changes.'),
    answer: JobView,
  },
  deleteJobView: {
    tag: 'jobs',
    summary: 'Delete a saved view; its owner, and administrators where it is shared',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
