import type { JobFilter, JobQuery } from '@pawprint/core';
import { type JobFilterQuery, parseJobQuery } from '@pawprint/protocol';
import { validate } from 'uuid';
import type { GrantOf } from '../access/rights.ts';
import { type Reader, responsibleUser } from '../model/caller.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import type { Database } from '../store/database.ts';
import { findDatasetsByName, findPeopleByName } from '../store/jobs/subject-names.ts';
import { jobFilterFromWire } from '../wire/job.ts';

interface ReadFilterPorts {
  readonly db: Database;
  readonly grantOf: GrantOf;
}

/**
 * The filter that a request asks for. In its query, names of datasets and people are replaced by the ids that they stand
 * for now, of datasets those that the caller sees: a list and a live stream then select the same jobs.
 */
export const readJobFilter = async (
  ports: ReadFilterPorts,
  caller: Reader,
  { query: text, ...wire }: JobFilterQuery,
): Promise<JobFilter | Refusal> => {
  const filter = jobFilterFromWire(wire, caller);
  if (text === undefined) return filter;
  const parsed = parseJobQuery(text);
  if (!parsed.ok) {
    const { message, start, end } = parsed.mistake;
    return refuse('bad_request', message, { start, end });
  }
  const query = await replaceNames(ports, caller, parsed.query);
  return 'refused' in query ? query : { ...filter, query };
};

const replaceNames = async (
  ports: ReadFilterPorts,
  caller: Reader,
  query: JobQuery,
): Promise<JobQuery | Refusal> => {
  if ('not' in query) {
    const not = await replaceNames(ports, caller, query.not);
    return 'refused' in not ? not : { not };
  }
  if ('all' in query) {
    const all = await replaceInEach(ports, caller, query.all);
    return 'refused' in all ? all : { all };
  }
  if ('any' in query) {
    const any = await replaceInEach(ports, caller, query.any);
    return 'refused' in any ? any : { any };
  }
  if (query.key !== 'dataset' && query.key !== 'by') return query;
  const { key, values } = query;
  const ids = await Promise.all(values.map((value) => idsOf(ports, caller, key, value)));
  const many = values[ids.findIndex(({ length }) => length > MAX_NAMED)];
  if (many === undefined) return { key, values: [...new Set(ids.flat())] };
  const whose = key === 'dataset' ? 'datasets' : 'people';
  return refuse('bad_request', `“${many}” is the name of more than ${MAX_NAMED} ${whose}. Say more of it.`);
};

const replaceInEach = async (
  ports: ReadFilterPorts,
  caller: Reader,
  queries: readonly JobQuery[],
): Promise<readonly JobQuery[] | Refusal> => {
  const replaced: JobQuery[] = [];
  for (const query of queries) {
    const one = await replaceNames(ports, caller, query);
    if ('refused' in one) return one;
    replaced.push(one);
  }
  return replaced;
};

/** So many ids a statement compares without trouble. */
const MAX_NAMED = 1_000;

const idsOf = async (
  { db, grantOf }: ReadFilterPorts,
  caller: Reader,
  key: 'dataset' | 'by',
  value: string,
): Promise<readonly string[]> => {
  const found = { pattern: value, limit: MAX_NAMED + 1 };
  if (key === 'dataset')
    return validate(value)
      ? [value.toLowerCase()]
      : findDatasetsByName(db, { ...found, grant: grantOf(caller, 'see') });
  if (value === 'me') return [responsibleUser(caller) ?? ''];
  // A person who is not signed in is not shown who has an account.
  return caller.kind === 'nobody' ? [] : [value, ...(await findPeopleByName(db, found))];
};
