import {
  type Comparison,
  type Instant,
  instantOfQuery,
  type JobFilter,
  type JobQuery,
  type JobTerm,
  type Trigger,
} from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { Grant } from '../../model/grant.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { grantedDatasetIds } from '../granted.ts';
import { timeOf } from '../instant-column.ts';
import { likePart, likePattern } from './subject-names.ts';

/**
 * Whether a job's dataset is covered. The jobs of a deleted dataset are covered only by a grant of all. `is true` has
 * PostgreSQL hash the datasets once; without it the planner may join, and sort all jobs to find the first ones.
 */
export const grantConditions = (grant: Grant): Condition[] =>
  grant.of === 'all' ? [] : [sql`(dataset_id in (${grantedDatasetIds(grant)})) is true`];

/** core's `matchesFilter` as conditions on columns of `jobs`. A property test checks that both agree. */
export const filterConditions = (filter: JobFilter, now: Instant): Condition[] => [
  ...optional(filter.resourceId, (id) => isId(sql`resource_id`, id)),
  ...optional(filter.datasetId, (id) => isId(sql`dataset_id`, id)),
  ...optional(filter.extractor, (name) => isText(sql`extractor`, name)),
  ...optional(filter.version, (version) => isText(sql`extractor_version`, version)),
  ...optional(filter.states?.length ? filter.states : undefined, (states) => isAnyText(sql`state`, states)),
  ...optional(filter.flag, hasFlag),
  ...optional(filter.submittedBy, (id) => isText(sql`submitted_by`, id)),
  ...optional(filter.trigger, hasTrigger),
  ...optional(filter.since, submittedSince),
  ...optional(filter.until, submittedUntil),
  ...optional(filter.minElapsedMs || undefined, (ms) => tookAtLeast(ms, now)),
  ...optional(filter.q || undefined, containsInMessage),
  ...optional(filter.query, (query) => meetsQuery(query, now)),
];

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);

type Condition = RawBuilder<unknown>;

const optional = <Value>(value: Value | undefined, condition: (value: Value) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)];

/** Ids come from outside: one that is no UUID equals none. */
const isId = (column: Condition, id: string): Condition =>
  validate(id) ? sql`${column} = ${id}::uuid` : NEVER;

const NEVER = sql`false`;

const isText = (column: Condition, text: string): Condition => sql`${column} = ${storableText(text)}`;

const hasFlag = (flag: string): Condition => sql`flags @> array[${flag}] and flags <> '{}'`;

// The second halves repeat the conditions of partial indexes, which the planner uses only then.
const hasTrigger = (trigger: Trigger): Condition =>
  trigger === 'upload' ? sql`trigger = 'upload'` : sql`trigger = ${trigger} and trigger <> 'upload'`;

/** Ids contain the time of submission: the condition on the id lets an index scan in its order stop early. */
const submittedSince = (since: Instant): Condition =>
  sql`submitted_at >= ${timeOf(since)} and id >= ${leastIdAt(since)}::uuid`;

const submittedUntil = (until: Instant): Condition =>
  sql`submitted_at < ${timeOf(until)} and id < ${leastIdAt(until)}::uuid`;

/** The smallest UUIDv7 of an instant. */
export const leastIdAt = (instant: Instant): string =>
  `${Math.max(0, instant).toString(16).padStart(12, '0').replace(UUID_AT, '$1-$2')}-7000-8000-000000000000`;

const UUID_AT = /^(.{8})(.{4})$/;

/**
 * Open jobs are found first: they are few, and young. The planner expects them among the old ones, too, and would read
 * all jobs in their order where no ended job took as long.
 */
const tookAtLeast = (ms: number, now: Instant): Condition => sql`(
  elapsed_ms >= ${ms}
  or id = any(array(
    select o.id from jobs o where o.finished_at is null and o.submitted_at <= ${timeOf(now - ms)}
  )))`;

const containsInMessage = (text: string): Condition =>
  endedOrOpen(containsText(sql`latest_message`, text), containsText(sql`error_message`, text));

/**
 * Meets one of the conditions on texts. The jobs are divided by what the partial indexes contain: ended jobs are found by the text
 * indexes, open ones by that of open jobs.
 */
const endedOrOpen = (...conditions: readonly Condition[]): Condition => sql`(
  ${sql.join(
    conditions.map((condition) => sql`finished_at is not null and ${condition}`),
    sql` or `,
  )}
  or finished_at is null and ${anyOf(conditions)})`;

/** core's `matchesQuery`. What is null makes a condition null, so its opposite is that it is not true. */
const meetsQuery = (query: JobQuery, now: Instant): Condition => {
  if ('all' in query) return allOf(query.all.map((one) => meetsQuery(one, now)));
  if ('any' in query) return anyOf(query.any.map((one) => meetsQuery(one, now)));
  if ('not' in query) return sql`(${meetsQuery(query.not, now)}) is not true`;
  return meetsTerm(query, now);
};

const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? NEVER : sql`(${sql.join([...conditions], sql` or `)})`;

const meetsTerm = (term: JobTerm, now: Instant): Condition => {
  switch (term.key) {
    case 'state':
      return isAnyText(sql`state`, term.values);
    case 'flag':
      return sql`flags && ${term.values}::text[] and flags <> '{}'`;
    case 'trigger':
      return anyOf(term.values.map(hasTrigger));
    case 'extractor':
      return anyOf(term.values.map((pattern) => hasPattern(sql`extractor`, pattern)));
    case 'version':
      return anyOf(term.values.map((pattern) => hasPattern(sql`extractor_version`, pattern)));
    case 'dataset':
      return isAnyId(sql`dataset_id`, term.values);
    case 'file':
      return anyOf([
        isAnyId(sql`resource_id`, term.values),
        ...term.values.map((pattern) => endedOrOpen(isResourceNamed(pattern))),
      ]);
    case 'by':
      return isAnyText(sql`submitted_by`, term.values);
    case 'job':
      return isAnyId(sql`id`, term.values);
    case 'failure':
      return isAnyText(sql`failure`, term.values);
    case 'text':
      return anyOf(term.values.map(containsInMessage));
    case 'error':
      return anyOf(term.values.map((text) => endedOrOpen(containsText(sql`error_message`, text))));
    case 'since':
      return submittedSince(instantOfQuery(term.time, now));
    case 'until':
      return submittedUntil(instantOfQuery(term.time, now));
    case 'elapsed':
      return hasElapsed(term, now);
    case 'attempts':
      return sql`attempt_count ${SIGNS[term.compare]} ${term.count}`;
  }
};

/** What took longest is found by indexes on ended and on open jobs, which take no expression of both. */
const hasElapsed = ({ compare, ms }: Extract<JobTerm, { key: 'elapsed' }>, now: Instant): Condition => {
  if (compare === '>') return tookAtLeast(ms + 1, now);
  if (compare === '>=' && ms > 0) return tookAtLeast(ms, now);
  return sql`coalesce(elapsed_ms, greatest(0, extract(epoch from ${timeOf(now)}::timestamptz - submitted_at) * 1000))
    ${SIGNS[compare]} ${ms}`;
};

/** One value is compared as such: only then an index has the jobs in the order of the list, and the rest is not read. */
const isAnyText = (column: Condition, texts: readonly string[]): Condition => {
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0) return isText(column, only);
  return sql`${column} = any(${texts.map(storableText)}::text[])`;
};

const isAnyId = (column: Condition, ids: readonly string[]): Condition => {
  const [only, ...others] = ids.filter((id) => validate(id));
  if (only !== undefined && others.length === 0) return isId(column, only);
  return sql`${column} = any(${ids.filter((id) => validate(id))}::uuid[])`;
};

const SIGNS: Readonly<Record<Comparison, Condition>> = {
  '>': sql`>`,
  '>=': sql`>=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '=': sql`=`,
};

/** A name without a wildcard is compared, which an index answers. */
const hasPattern = (column: Condition, pattern: string): Condition =>
  pattern.includes('*') ? sql`${column} like ${likePattern(pattern)}` : isText(column, pattern);

/**
 * Whether a column contains a text, in upper or lower case. The case follows Unicode and not the locale of the database,
 * so that a list (by SQL) and a live stream (by core's `matchesFilter`) agree. `like` and this expression are what the
 * text indexes answer.
 */
export const containsText = (column: RawBuilder<unknown>, text: string): RawBuilder<boolean> => sql<boolean>`
  in_lower_case(${column}) like in_lower_case(${`%${likePart(storableText(text))}%`})`;

/**
 * The same where each text is read. For an ASCII text, lower case of ASCII alone decides, but for the two characters that
 * become ASCII in lower case: that takes a third of the time.
 */
export const containsTextWithoutIndex = (column: RawBuilder<unknown>, text: string): RawBuilder<boolean> => {
  const contains = containsText(column, text);
  if (!IS_ASCII.test(text)) return contains;
  const pattern = `%${likePart(storableText(text)).toLowerCase()}%`;
  return sql<boolean>`(lower(${column} collate "C") like ${pattern}
    or (${sql.join(
      BECOME_ASCII.map((character) => sql`strpos(${column}, ${character}) > 0`),
      sql` or `,
    )}) and ${contains})`;
};

const IS_ASCII = /^[ -~]*$/;
/** A capital I with a dot, and the sign of kelvin. */
const BECOME_ASCII = ['\u0130', '\u212A'];

/** Part of what the text indexes answer, as `containsText`. */
const isResourceNamed = (pattern: string): Condition =>
  sql`in_lower_case(resource_name) like in_lower_case(${likePattern(pattern)})`;

/** Merges the texts of jobs that ended lately into the text indexes. Searches find them before, too, but more slowly. */
export const mergeNewTexts = (db: Database): Promise<unknown> =>
  sql`select gin_clean_pending_list('ended_jobs_by_message'), gin_clean_pending_list('ended_jobs_by_error'),
    gin_clean_pending_list('ended_jobs_by_name')`.execute(db);
