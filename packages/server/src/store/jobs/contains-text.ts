import { type RawBuilder, sql } from 'kysely';
import { storableText } from '../storable.ts';

/**
 * Whether a column holds a text, whatever the case. Lower case by Unicode's rules and not by the database's locale,
 * so that a list (SQL) and a live stream (core's `matchesFilter`) always agree.
 */
export const containsText = (column: RawBuilder<unknown>, text: string): RawBuilder<boolean> => sql<boolean>`
  strpos(lower(${column} collate "und-x-icu"), lower(${storableText(text)}::text collate "und-x-icu")) > 0`;
