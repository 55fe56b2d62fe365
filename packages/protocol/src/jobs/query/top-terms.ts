import type { JobQuery, JobTerm } from '@pawprint/core';

/** The first term with a key among those that all have to be true. Terms below `OR` and `NOT` are not among them. */
export const readTopTerm = (query: JobQuery, key: JobTerm['key']): JobTerm | undefined =>
  topQueries(query).find((one): one is JobTerm => hasKey(one, key));

/**
 * The query with this term in place of all top terms of the key, and nothing else changed.
 *
 * @param term undefined: only removes them
 */
export const setTopTerm = (query: JobQuery, key: JobTerm['key'], term: JobTerm | undefined): JobQuery => {
  const before = topQueries(query);
  const at = before.findIndex((one) => hasKey(one, key));
  const others = (part: readonly JobQuery[]): JobQuery[] => part.filter((one) => !hasKey(one, key));
  const split = at < 0 ? before.length : at;
  const all = [...others(before.slice(0, split)), ...(term ? [term] : []), ...others(before.slice(split))];
  const [only, ...rest] = all;
  return only !== undefined && rest.length === 0 ? only : { all };
};

const hasKey = (query: JobQuery, key: JobTerm['key']): boolean => 'key' in query && query.key === key;

/** What has to be true together, without brackets that change nothing. */
const topQueries = (query: JobQuery): readonly JobQuery[] =>
  'all' in query ? query.all.flatMap(topQueries) : [query];
