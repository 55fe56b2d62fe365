import type { Instant, JobFlag, JobState, Trigger } from './job.ts';

/** What the query box of the jobs page says. Without conditions it is `all` of none, which every job meets. */
export type JobQuery =
  | { readonly all: readonly JobQuery[] }
  | { readonly any: readonly JobQuery[] }
  | { readonly not: JobQuery }
  | JobTerm;

/** One condition. Of several values one has to be true. */
export type JobTerm =
  | { readonly key: 'state'; readonly values: readonly JobState[] }
  | { readonly key: 'flag'; readonly values: readonly JobFlag[] }
  | { readonly key: 'trigger'; readonly values: readonly Trigger[] }
  | { readonly key: PatternKey | SubjectKey | TextKey; readonly values: readonly string[] }
  | { readonly key: 'since' | 'until'; readonly time: QueryTime }
  | { readonly key: 'elapsed'; readonly compare: Comparison; readonly ms: number }
  | { readonly key: 'attempts'; readonly compare: Comparison; readonly count: number };

/** Names in which `*` stands for any characters. */
export type PatternKey = 'extractor' | 'version';

/**
 * By id. People also write names of datasets and people, which are replaced by ids before a query is used. `file` is what
 * a job works on, by id or by name, in which `*` stands for any characters and case does not count.
 */
export type SubjectKey = 'dataset' | 'file' | 'by' | 'job' | 'failure';

/** Text that is contained, in upper or lower case. `text`: in the latest message or in the error. */
export type TextKey = 'text' | 'error';

export type Comparison = '>' | '>=' | '<' | '<=' | '=';

/** A time, or how long ago. */
export type QueryTime = { readonly at: Instant } | { readonly agoMs: number };

/** What filters need to know of a job. */
export interface FilterableJob {
  readonly id: string;
  readonly resourceId: string;
  readonly resourceName: string;
  readonly datasetId: string | null;
  readonly extractor: string;
  readonly extractorVersion: string | null;
  readonly state: JobState;
  readonly flags: ReadonlySet<JobFlag> | readonly JobFlag[];
  readonly submittedBy: string | null;
  readonly trigger: Trigger;
  readonly submittedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly attempts: number;
  /** The id of its failure, while it needs attention. */
  readonly failure: string | null;
  /** The text of the latest message. */
  readonly latest: string | null;
  /** The text of the error. */
  readonly error: string | null;
}

/** Whether a job meets a query. `now` decides how long ago something was, and how long a job that has not ended took. */
export const matchesQuery = (job: FilterableJob, query: JobQuery, now: Instant): boolean => {
  if ('all' in query) return query.all.every((one) => matchesQuery(job, one, now));
  if ('any' in query) return query.any.some((one) => matchesQuery(job, one, now));
  if ('not' in query) return !matchesQuery(job, query.not, now);
  return matchesTerm(job, query, now);
};

export const instantOfQuery = (time: QueryTime, now: Instant): Instant =>
  'at' in time ? time.at : now - time.agoMs;

/** The parts of a pattern between its wildcards. */
export const partsOfPattern = (pattern: string): readonly string[] => pattern.split(/\*+/);

const matchesTerm = (job: FilterableJob, term: JobTerm, now: Instant): boolean => {
  switch (term.key) {
    case 'state':
      return term.values.includes(job.state);
    case 'flag':
      return [...job.flags].some((flag) => term.values.includes(flag));
    case 'trigger':
      return term.values.includes(job.trigger);
    case 'extractor':
      return matchesAnyPattern(job.extractor, term.values);
    case 'version':
      return matchesAnyPattern(job.extractorVersion, term.values);
    case 'dataset':
      return isOneOf(job.datasetId, term.values);
    case 'file':
      return isOneOf(job.resourceId, term.values) || isNamed(job.resourceName, term.values);
    case 'by':
      return isOneOf(job.submittedBy, term.values);
    case 'job':
      return isOneOf(job.id, term.values);
    case 'failure':
      return isOneOf(job.failure, term.values);
    case 'text':
      return containsAny([job.latest, job.error], term.values);
    case 'error':
      return containsAny([job.error], term.values);
    case 'since':
      return job.submittedAt >= instantOfQuery(term.time, now);
    case 'until':
      return job.submittedAt < instantOfQuery(term.time, now);
    case 'elapsed':
      return compareNumbers(Math.max(0, (job.finishedAt ?? now) - job.submittedAt), term.compare, term.ms);
    case 'attempts':
      return compareNumbers(job.attempts, term.compare, term.count);
  }
};

const isOneOf = (value: string | null, values: readonly string[]): boolean =>
  value !== null && values.includes(value);

const matchesAnyPattern = (value: string | null, patterns: readonly string[]): boolean =>
  value !== null && patterns.some((pattern) => matchesWildcards(value, pattern));

const isNamed = (name: string, patterns: readonly string[]): boolean =>
  matchesAnyPattern(
    name.toLowerCase(),
    patterns.map((pattern) => pattern.toLowerCase()),
  );

const matchesWildcards = (value: string, pattern: string): boolean => {
  const [first = '', ...rest] = partsOfPattern(pattern);
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
};

const containsAny = (texts: readonly (string | null)[], wanted: readonly string[]): boolean =>
  texts.some((text) => text !== null && wanted.some((one) => text.toLowerCase().includes(one.toLowerCase())));

const compareNumbers = (actual: number, compare: Comparison, wanted: number): boolean => {
  switch (compare) {
    case '>':
      return actual > wanted;
    case '>=':
      return actual >= wanted;
    case '<':
      return actual < wanted;
    case '<=':
      return actual <= wanted;
    case '=':
      return actual === wanted;
  }
};
