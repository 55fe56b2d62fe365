import type { Instant, JobFilter, Trigger } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import { storableText } from '../../model/storable.ts';
import { timeOf } from '../instant-column.ts';

type Condition = RawBuilder<unknown>;

const NEVER = sql`false`;

/** Ids come from outside: one that is no UUID names nothing. */
const isId = (column: Condition, id: string): Condition =>
  validate(id) ? sql`${column} = ${id}::uuid` : NEVER;

const isText = (column: Condition, text: string): Condition => sql`${column} = ${storableText(text)}`;

const UUID_AT = /^(.{8})(.{4})$/;

/** The least UUIDv7 of a time. */
const leastIdAt = (instant: Instant): string =>
  `${Math.max(0, instant).toString(16).padStart(12, '0').replace(UUID_AT, '$1-$2')}-7000-8000-000000000000`;

/** Ids bear the time of submission: bounding them too lets the index that orders by id stop early. */
const submittedSince = (since: Instant): Condition =>
  sql`submitted_at >= ${timeOf(since)} and id >= ${leastIdAt(since)}::uuid`;

const submittedUntil = (until: Instant): Condition =>
  sql`submitted_at < ${timeOf(until)} and id < ${leastIdAt(until)}::uuid`;

const tookAtLeast = (ms: number, now: Instant): Condition =>
  sql`(elapsed_ms >= ${ms} or (finished_at is null and submitted_at <= ${timeOf(now - ms)}))`;

const says = (text: string): Condition =>
  sql`(${containsText(sql`latest_message`, text)} or ${containsText(sql`error_message`, text)})`;

// Second halves: what the partial indexes of rarer triggers and of flagged jobs want to hear.
const setOffBy = (trigger: Trigger): Condition =>
  trigger === 'upload' ? sql`trigger = 'upload'` : sql`trigger = ${trigger} and trigger <> 'upload'`;

const bears = (flag: string): Condition => sql`flags @> array[${flag}] and flags <> '{}'`;

const given = <Value>(value: Value | undefined, condition: (value: Value) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)];

/** core's `matchesFilter`, said to PostgreSQL over columns of `jobs`. A property test holds the two together. */
export const filterConditions = (filter: JobFilter, now: Instant): Condition[] => [
  ...given(filter.resourceId, (id) => isId(sql`resource_id`, id)),
  ...given(filter.datasetId, (id) => isId(sql`dataset_id`, id)),
  ...given(filter.extractor, (name) => isText(sql`extractor`, name)),
  ...given(filter.version, (version) => isText(sql`extractor_version`, version)),
  ...given(
    filter.states?.length ? filter.states : undefined,
    (states) => sql`state = any(${states}::text[])`,
  ),
  ...given(filter.flag, bears),
  ...given(filter.submittedBy, (id) => isText(sql`submitted_by`, id)),
  ...given(filter.trigger, setOffBy),
  ...given(filter.since, submittedSince),
  ...given(filter.until, submittedUntil),
  ...given(filter.minElapsedMs || undefined, (ms) => tookAtLeast(ms, now)),
  ...given(filter.q || undefined, says),
];

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);

/**
 * Whether a column holds a text, whatever the case. Lower case by Unicode's rules and not by the database's locale,
 * so that a list (SQL) and a live stream (core's `matchesFilter`) always agree.
 */
export const containsText = (column: RawBuilder<unknown>, text: string): RawBuilder<boolean> => sql<boolean>`
  strpos(lower(${column} collate "und-x-icu"), lower(${storableText(text)}::text collate "und-x-icu")) > 0`;
