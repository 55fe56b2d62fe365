import { partsOfPattern } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { isGranted } from '../granted.ts';

/** `*` stands for any characters, and case does not count. */
export const likePattern = (pattern: string): string =>
  partsOfPattern(storableText(pattern)).map(likePart).join('%');

/** A text that `like` compares as it is. */
export const likePart = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

/** @param column of a name */
export const isNamed = (column: RawBuilder<unknown>, pattern: string): RawBuilder<boolean> =>
  sql<boolean>`lower(${column} collate "und-x-icu") like lower(${likePattern(pattern)}::text collate "und-x-icu")`;

/** The ids of datasets with such a name among those that a grant covers, `limit` at most. */
export const findDatasetsByName = async (
  db: Database,
  { grant, pattern, limit }: { readonly grant: Grant; readonly pattern: string; readonly limit: number },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from datasets where ${isNamed(sql`name`, pattern)} and ${isGranted(grant, 'datasets', 'datasets')}
    limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
};

/** The ids of people with such a name or e-mail address, `limit` at most. */
export const findPeopleByName = async (
  db: Database,
  { pattern, limit }: { readonly pattern: string; readonly limit: number },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from users where ${isNamed(sql`name`, pattern)} or ${isNamed(sql`email`, pattern)}
    limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
};
