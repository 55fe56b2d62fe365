import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { instantOf, timeOf } from './instant-column.ts';

/** What guesses are counted by, and how many may be. All servers count them together. */
export interface GuessCounter {
  readonly kind: string;
  readonly keyHash: string;
  /** Further ones are refused until `windowMs` after the first. */
  readonly maxGuesses: number;
  readonly windowMs: number;
}

/**
 * Counts a guess in each counter, or, where one of them is full, in none.
 *
 * @returns how long it will be full, in ms; 0 if the guess was counted
 */
export const countGuess = async (
  db: Database,
  counters: readonly GuessCounter[],
  now: Instant,
): Promise<number> => {
  const counted = await incrementWhereFree(db, counters, now);
  if (counted.length === counters.length) return 0;
  await uncountGuess(db, counted);
  return readFullForMs(db, counters, now);
};

/** Takes a guess back that proved right, or that another counter refused. */
export const uncountGuess = async (
  db: Database,
  counters: readonly Pick<GuessCounter, 'kind' | 'keyHash'>[],
): Promise<void> => {
  for (const { kind, keyHash } of counters)
    await db
      .updateTable('guess_counts')
      .set(({ eb }) => ({ guesses: eb('guesses', '-', 1) }))
      .where('kind', '=', kind)
      .where('key_hash', '=', keyHash)
      .where('guesses', '>', 0)
      .execute();
};

/**
 * Ends at the first counter that is full. Each has a statement of its own, so that no guess holds a row that another waits
 * for.
 */
const incrementWhereFree = async (
  db: Database,
  counters: readonly GuessCounter[],
  now: Instant,
): Promise<readonly GuessCounter[]> => {
  const counted: GuessCounter[] = [];
  for (const counter of counters) {
    const { kind, keyHash, maxGuesses, windowMs } = counter;
    const { rows } = await sql`
      insert into guess_counts as counted (kind, key_hash, guesses, ends_at)
      values (${kind}, ${keyHash}, 1, ${timeOf(now + windowMs)})
      on conflict (kind, key_hash) do update set
        guesses = case when counted.ends_at <= ${timeOf(now)} then 1 else counted.guesses + 1 end,
        ends_at = case when counted.ends_at <= ${timeOf(now)} then excluded.ends_at else counted.ends_at end
      where counted.guesses < ${maxGuesses} or counted.ends_at <= ${timeOf(now)}
      returning 1`.execute(db);
    if (rows.length === 0) break;
    counted.push(counter);
  }
  return counted;
};

/** At least a millisecond, since a guess may have been uncounted since then. */
const readFullForMs = async (
  db: Database,
  counters: readonly GuessCounter[],
  now: Instant,
): Promise<number> => {
  const fullForMs = [1];
  for (const { kind, keyHash, maxGuesses } of counters) {
    const full = await db
      .selectFrom('guess_counts')
      .select('ends_at')
      .where('kind', '=', kind)
      .where('key_hash', '=', keyHash)
      .where('guesses', '>=', maxGuesses)
      .executeTakeFirst();
    if (full) fullForMs.push(instantOf(full.ends_at) - now);
  }
  return Math.max(...fullForMs);
};

/** Whether the password of the account was right at this address since then. */
export const isKnownPlace = async (db: Database, placeHash: string, since: Instant): Promise<boolean> => {
  const found = await db
    .selectFrom('known_places')
    .select('place_hash')
    .where('place_hash', '=', placeHash)
    .where('last_right_at', '>=', timeOf(since))
    .executeTakeFirst();
  return found !== undefined;
};

export const recordKnownPlace = async (db: Database, placeHash: string, now: Instant): Promise<void> => {
  await db
    .insertInto('known_places')
    .values({ place_hash: placeHash, last_right_at: timeOf(now) })
    .onConflict((conflict) => conflict.column('place_hash').doUpdateSet({ last_right_at: timeOf(now) }))
    .execute();
};

/** Removes what no longer counts. */
export const deleteOldGuesses = async (db: Database, knownSince: Instant, now: Instant): Promise<void> => {
  await db.deleteFrom('guess_counts').where('ends_at', '<=', timeOf(now)).execute();
  await db.deleteFrom('known_places').where('last_right_at', '<', timeOf(knownSince)).execute();
};
