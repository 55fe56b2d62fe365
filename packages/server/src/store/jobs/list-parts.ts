import type { JobFilter, JobQuery, JobTerm } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import { storableText } from '../../model/storable.ts';

/**
 * What a list is merged from: the first jobs of each part are read in the order of the list, each by an index. Of several
 * values together no index has that order, and the planner reads all jobs where those it looks for are at the other end.
 */
export interface ListParts {
  /** A table with a column `value`. */
  readonly values: RawBuilder<unknown>;
  /** Whether a job is in the part with `part.value`. */
  readonly isInPart: RawBuilder<unknown>;
}

/** Merging more takes longer than reading jobs in their order. */
const MOST_PARTS = 100;

/** The parts of a list in the order of submission, by the condition of its filter that has fewest jobs as a rule. */
export const partsOfFilter = (filter: JobFilter): ListParts | undefined => {
  const terms = [...(filter.query ? termsOf(filter.query) : []), ...statesOf(filter)];
  if (isSelective(filter) || terms.some(({ key }) => SELECTIVE.has(key))) return undefined;
  for (const key of KEYS) {
    const term = terms.find((one) => one.key === key);
    const parts = term && 'values' in term ? partsOfValues(key, term.values) : undefined;
    if (parts !== undefined) return parts;
  }
  return undefined;
};

const isSelective = ({ datasetId, resourceId, q }: JobFilter): boolean =>
  datasetId !== undefined || resourceId !== undefined || Boolean(q);

/** An index finds the few jobs that meet these, which would be asked for each part again. */
const SELECTIVE: ReadonlySet<JobTerm['key']> = new Set(['file', 'job', 'failure', 'text', 'error']);

export const datasetParts = (ids: readonly string[]): ListParts => ({
  values: distinct(sql`${ids}::uuid[]`),
  isInPart: sql`dataset_id = part.value`,
});

/** Those that each job of the list meets. */
const termsOf = (query: JobQuery): readonly JobTerm[] => {
  if ('all' in query) return query.all.flatMap(termsOf);
  return 'key' in query ? [query] : [];
};

const statesOf = ({ states = [] }: JobFilter): readonly JobTerm[] => [{ key: 'state', values: states }];

type Key = 'dataset' | 'by' | 'state' | 'version' | 'extractor';

const KEYS: readonly Key[] = ['dataset', 'by', 'state', 'version', 'extractor'];

const partsOfValues = (key: Key, values: readonly string[]): ListParts | undefined => {
  if (values.length < 2 || values.length > MOST_PARTS || !values.every(HAS_INDEX[key])) return undefined;
  if (key === 'dataset') return datasetParts(values);
  return { values: distinct(sql`${values.map(storableText)}::text[]`), isInPart: IS_IN_PART[key] };
};

/** A job of a value that is named twice would take two places of a page. */
const distinct = (values: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select distinct unnest(${values})) part (value)`;

const isNoPattern = (value: string): boolean => !value.includes('*');

const HAS_INDEX: Readonly<Record<Key, (value: string) => boolean>> = {
  dataset: (value) => validate(value),
  by: () => true,
  state: (value) => value !== 'SUCCEEDED',
  version: isNoPattern,
  extractor: isNoPattern,
};

const IS_IN_PART: Readonly<Record<Exclude<Key, 'dataset'>, RawBuilder<unknown>>> = {
  by: sql`submitted_by = part.value`,
  // The second half repeats the condition of the index.
  state: sql`state = part.value and state <> 'SUCCEEDED'`,
  version: sql`extractor_version = part.value`,
  extractor: sql`extractor = part.value`,
};
