import type { Instant, JobFlag, JobState, Trigger } from './job.ts';
import { type FilterableJob, type JobQuery, matchesQuery } from './job-query.ts';

/** Which jobs a list or a live stream shows. What is absent restricts nothing. */
export interface JobFilter {
  /** A file or dataset the job works on. */
  readonly resourceId?: string;
  /** The dataset the job works on, or that holds the file it works on. */
  readonly datasetId?: string;
  readonly extractor?: string;
  /** The extractor version of its last attempt, where it is known. */
  readonly version?: string;
  /** Any of these; an empty list restricts nothing. */
  readonly states?: readonly JobState[];
  readonly flag?: JobFlag;
  /** The user it was submitted by. */
  readonly submittedBy?: string;
  readonly trigger?: Trigger;
  /** Submitted then or later. */
  readonly since?: Instant;
  /** Submitted before then. */
  readonly until?: Instant;
  readonly minElapsedMs?: number;
  /** Text in the latest message or the error, whatever the case. Blanks at its ends count. */
  readonly q?: string;
  readonly query?: JobQuery;
}

/** Whether a job belongs in what the filter shows. `now` decides how long a job that has not ended took. */
export const matchesFilter = (job: FilterableJob, filter: JobFilter, now: Instant): boolean =>
  [isOf, isIn, isFrom, tookAtLeast, hasText, meetsQuery].every((test) => test(job, filter, now));

type Test = (job: FilterableJob, filter: JobFilter, now: Instant) => boolean;

const same = <Value>(wanted: Value | undefined, actual: Value | null): boolean =>
  wanted === undefined || wanted === actual;

const isIn: Test = ({ state, flags }, filter) =>
  (!filter.states?.length || filter.states.includes(state)) &&
  (filter.flag === undefined || [...flags].includes(filter.flag));

const isOf: Test = (job, filter) =>
  same(filter.resourceId, job.resourceId) &&
  same(filter.datasetId, job.datasetId) &&
  same(filter.extractor, job.extractor) &&
  same(filter.version, job.extractorVersion) &&
  same(filter.submittedBy, job.submittedBy) &&
  same(filter.trigger, job.trigger);

const isFrom: Test = ({ submittedAt }, { since = -Infinity, until = Infinity }) =>
  since <= submittedAt && submittedAt < until;

const tookAtLeast: Test = ({ submittedAt, finishedAt }, { minElapsedMs = 0 }, now) =>
  Math.max(0, (finishedAt ?? now) - submittedAt) >= minElapsedMs;

const hasText: Test = ({ latest, error }, { q }) =>
  q === undefined ||
  [latest, error].some((text) => text?.toLowerCase().includes(q.toLowerCase()) ?? q === '');

const meetsQuery: Test = (job, { query }, now) => query === undefined || matchesQuery(job, query, now);
