import {
  type JobQuery,
  type JobTerm,
  parseJobQuery,
  readTopTerm,
  setTopTerm,
  writeJobQuery,
} from '@pawprint/protocol/client';

/** The text of a query with another term of this key, or without one. A text with a mistake stays as it is. */
export const withTerm = (text: string, key: JobTerm['key'], term: JobTerm | undefined): string => {
  const parsed = parseJobQuery(text);
  return parsed.ok ? writeJobQuery(setTopTerm(parsed.query, key, term)) : text;
};

/** Both have to be true. */
export const bothQueries = (one: string, other: string): string => (one === '' ? other : `(${one}) ${other}`);

/** Whether no job that is submitted from now on can meet the query. */
export const endsInPast = (text: string, now: number): boolean => {
  const parsed = parseJobQuery(text);
  const until = parsed.ok ? readTopTerm(parsed.query, 'until') : undefined;
  if (until?.key !== 'until') return false;
  return 'agoMs' in until.time || until.time.at <= now;
};

/** What may be true of a job at one time and not at another. */
const CHANGING: ReadonlySet<JobTerm['key']> = new Set([
  'state',
  'flag',
  'version',
  'elapsed',
  'attempts',
  'text',
  'error',
]);

/**
 * What of a query stays true of a job. The stream of these jobs also reports that a job meets the query no longer, which
 * a stream of the query itself would not.
 */
export const lastingQuery = (text: string): string => {
  const parsed = parseJobQuery(text);
  if (!parsed.ok) return text;
  const top = 'all' in parsed.query ? parsed.query.all : [parsed.query];
  return writeJobQuery({ all: top.filter((one) => !canChange(one)) });
};

/** Whether a job that meets the query always will. */
export const isLasting = (text: string): boolean => {
  const parsed = parseJobQuery(text);
  return parsed.ok && !canChange(parsed.query);
};

const canChange = (query: JobQuery): boolean => {
  if ('key' in query) return CHANGING.has(query.key);
  if ('not' in query) return canChange(query.not);
  return ('all' in query ? query.all : query.any).some(canChange);
};
